//! What browsers asked for, the last first: what an author looks at is kept for the start of the next preview.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::route::Route;

/// How many routes are remembered.
const MOST: usize = 128;

/// The routes that were asked for.
#[derive(Default)]
pub struct Asked(Mutex<Routes>);

#[derive(Default)]
struct Routes {
    /// The last one first, each once.
    routes: VecDeque<Route>,
    /// How often one came that was not there.
    news: u64,
}

impl Asked {
    /// Remembers that a route was asked for.
    pub fn note(&self, route: &Route) {
        let mut asked = self.lock();
        if let Some(at) = asked.routes.iter().position(|known| known == route) {
            asked.routes.remove(at);
        } else {
            asked.news += 1;
            asked.routes.truncate(MOST - 1);
        }
        asked.routes.push_front(route.clone());
    }

    /// Returns the routes, the last first.
    #[must_use]
    pub fn all(&self) -> Vec<Route> {
        self.lock().routes.iter().cloned().collect()
    }

    /// Returns how often a route came that was not there: another number tells that there are others.
    #[must_use]
    pub fn news(&self) -> u64 {
        self.lock().news
    }

    fn lock(&self) -> MutexGuard<'_, Routes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, MOST};
    use crate::route::Route;

    #[test]
    fn the_last_ones_are_remembered_each_once() {
        let asked = Asked::default();
        for at in 0..MOST + 9 {
            asked.note(&Route::new(&format!("/{at}/")));
        }
        let news = asked.news();
        asked.note(&Route::new("/20/"));
        assert_eq!(asked.news(), news, "it was there");
        let all = asked.all();
        assert_eq!((all.len(), all[0].as_str(), all[1].as_str()), (MOST, "/20/", "/136/"));
        assert!(!all.contains(&Route::new("/8/")) && all.contains(&Route::new("/9/")), "the first ones are forgotten");
    }
}
