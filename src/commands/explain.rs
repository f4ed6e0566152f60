//! `dossier explain`.

use std::sync::Arc;

use clap::Args;

use crate::check;
use crate::cli::{self, Ending, SiteArguments};
use crate::diagnostic::Code;
use crate::engine::Engine;
use crate::error::Error;
use crate::name;
use crate::plan::{self, HeadView, Make, SiteView};
use crate::route::Route;

/// Explains a message by its code, or what a template sees of a page.
#[derive(Args, Debug)]
pub struct Explain {
    /// A code such as D012, or the word `page`
    what: String,
    /// After `page`: its address, such as /people/ada/
    address: Option<String>,
    #[command(flatten)]
    site: SiteArguments,
}

impl Explain {
    /// Runs the command.
    pub fn run(self) -> Result<Ending, Error> {
        match (self.what.as_str(), &self.address) {
            ("page", Some(address)) => self.page(address),
            ("page", None) => {
                Err(Error::Usage("`dossier explain page` needs an address such as `/people/ada/`".into()))
            }
            (code, _) => {
                let Some(found) = check::find_code(code) else {
                    let known: Vec<&str> = check::all_codes().iter().map(|code| code.code).collect();
                    let near = name::nearest(code, known, 1);
                    let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    return Err(Error::Usage(format!("no message has the code `{code}`{help}")));
                };
                cli::data(&format!("{} ({}): {}\n\n{}", found.code, found.severity.word(), found.title, found.doc))?;
                if found.may_be_lowered() {
                    cli::data(&ways_out(found))?;
                }
                Ok(Ending::Fine)
            }
        }
    }

    fn page(&self, address: &str) -> Result<Ending, Error> {
        let mut engine = Engine::new(self.site.options(true)?);
        let mut planned = engine.plan()?;
        // What there is, and not what the templates of this site ask for.
        planned.desk.wants = Arc::new(plan::Wants::everything());
        let route = Route::new(address);
        let folder = Route::new(&format!("{}/", address.trim_end_matches('/')));
        let Some(page) = planned.pages.get(&route).or_else(|| planned.pages.get(&folder)).filter(|page| page.is_page())
        else {
            let known: Vec<&str> =
                planned.pages.iter().filter(|page| page.is_page()).map(|page| page.route.as_str()).collect();
            let near = name::nearest(address, known, 1);
            let help = near.first().map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Error::Usage(format!("no page at `{address}`{help}")));
        };
        let Make::View { template, view } = &page.make else { return Ok(Ending::Fine) };
        let wants = &planned.desk.wants;
        let fields = plan::fields(&view(&planned.desk), wants.of_template(template));
        // The template that a kind of the site's own names sees what the built-in one for such records does.
        let of = |template: &str| plan::CONTEXTS.iter().find(|(name, _)| *name == template).map(|(_, fields)| *fields);
        let own = of(template).or_else(|| of("record.html")).unwrap_or_default();
        cli::data(&format!("{} is rendered with templates/{template}, which sees:\n", page.route))?;
        for (name, value) in &fields {
            let field = HeadView::FIELDS.iter().chain(own).find(|field| field.name == *name);
            let doc = field.map_or("", |field| field.doc.trim());
            let ty = field.map_or_else(String::new, |field| in_words(field.ty));
            cli::data(&format!("page.{name}: {ty}\n    {doc}\n    {}", shortened(&value.to_string())))?;
        }
        for field in SiteView::FIELDS {
            cli::data(&format!("site.{}: {}\n    {}", field.name, in_words(field.ty), field.doc.trim()))?;
        }
        cli::data(&format!(
            "root: text\n    the way from this page to the site's root\n    {:?}",
            page.route.to_root()
        ))?;
        cli::data(
            "shell: map\n    parts that many pages share: `links`, `header`, `footer`, from `site-links.html`, `site-header.html`, \
             `site-footer.html`",
        )?;
        Ok(Ending::Fine)
    }
}

/// Says how less is made of a finding.
fn ways_out(code: &Code) -> String {
    let code = code.code;
    format!(
        "\nOn this site: `checks: {{{code}: off}}` in dossier.yaml, or `hint`, `warning`, `error`. For one finding: \
         `%% ignore {code}: reason %%` at its line in a text, `# ignore {code}: reason` in YAML."
    )
}

/// Returns a value on one line of at most 200 characters.
fn shortened(value: &str) -> String {
    let line: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 200 {
        format!("= {line}")
    } else {
        format!("= {} …", line.chars().take(199).collect::<String>())
    }
}

/// Returns a type as authors of templates know it: `Option<Vec<Card>>` is `list of card, or none`.
fn in_words(ty: &str) -> String {
    let ty = ty.replace(' ', "");
    if let Some(inner) = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("{}, or none", in_words(inner));
    }
    if let Some(inner) = ty.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')) {
        return format!("list of {}", in_words(inner));
    }
    match ty.as_str() {
        "Arc<str>" | "String" | "&'staticstr" => "text".to_owned(),
        "Html" => "HTML".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u32" => "number".to_owned(),
        "Free" => "anything".to_owned(),
        "Addresses" => "map of text".to_owned(),
        "SharedDate" => "date".to_owned(),
        name => name.trim_end_matches("View").to_lowercase(),
    }
}
