//! What is wrong with the YAML of a block itself, in an author's words.

use super::Reader;
use crate::codes;
use crate::diagnostic::{Diagnostic, control};
use crate::parse::yaml::{Fault, FaultKind};
use crate::parse::yaml_mistake;
use crate::source::{Span, is_control};

impl Reader<'_> {
    /// Reports what is wrong with the YAML itself.
    pub(super) fn fault(&mut self, fault: &Fault) {
        let diagnostic = match fault.what {
            // At a control character YAML ends; it was reported where the file was read.
            FaultKind::Syntax if self.is_control_at(fault.span) => return,
            FaultKind::Syntax => {
                let mistake = yaml_mistake::read(self.block.text, fault);
                let diagnostic = Diagnostic::new(&codes::YAML_SYNTAX, mistake.message).help_if(mistake.help);
                return self.push(diagnostic, mistake.span);
            }
            FaultKind::Control(character) => control(character),
            FaultKind::Limit => Diagnostic::new(&codes::LIMIT, fault.message.clone()),
            FaultKind::Excess(key) => {
                // The settings are read before any of them holds.
                let help = (self.block.owner != "settings")
                    .then(|| format!("write less, or raise `limits: {{{key}: ...}}` in `dossier.yaml`"));
                Diagnostic::new(&codes::LIMIT, fault.message.clone()).help_if(help)
            }
            FaultKind::Duplicate => {
                Diagnostic::new(&codes::DUPLICATE_KEY, fault.message.clone()).help("keep one of them")
            }
        };
        self.push(diagnostic, fault.span);
    }

    fn is_control_at(&self, span: Span) -> bool {
        self.block.text.get(span.start as usize..).is_some_and(|rest| rest.starts_with(is_control))
    }
}
