// Loads the page anew when the site changed. The channel is open only while the tab can be seen, since a browser has few
// connections for one address; what was missed meanwhile is caught up on.
"use strict";
let channel = null;
let missed = false;
function listen() {
  channel = new EventSource("/.dossier/changes");
  channel.onopen = () => { if (missed) { location.reload(); } };
  channel.onmessage = () => location.reload();
  channel.onerror = () => { missed = true; };
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    if (channel) { channel.close(); channel = null; missed = true; }
  } else if (!channel) {
    listen();
  }
});
if (!document.hidden) { listen(); }
