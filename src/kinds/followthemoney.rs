//! The words of FollowTheMoney 4 that a site may use for its own kinds and relations.

/// The schemata of what has a name, in the order of their letters.
pub const SCHEMATA: [&str; 39] = [
    "Address",
    "Airplane",
    "Article",
    "Asset",
    "Audio",
    "BankAccount",
    "CallForTenders",
    "Company",
    "Contract",
    "CourtCase",
    "CryptoWallet",
    "Document",
    "Email",
    "Event",
    "Folder",
    "HyperText",
    "Image",
    "LegalEntity",
    "License",
    "Message",
    "Note",
    "Organization",
    "Package",
    "Pages",
    "Person",
    "PlainText",
    "Position",
    "Project",
    "PublicBody",
    "RealEstate",
    "Security",
    "Table",
    "Territory",
    "Trip",
    "UserAccount",
    "Vehicle",
    "Vessel",
    "Video",
    "Workbook",
];

/// A schema of links, with the properties that hold its two ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Its name: `Ownership`.
    pub schema: &'static str,
    /// The end that acts: `owner`.
    pub source: &'static str,
    /// The end that this is done to, or that holds it: `asset`.
    pub target: &'static str,
}

const fn edge(schema: &'static str, source: &'static str, target: &'static str) -> Edge {
    Edge { schema, source, target }
}

/// The link that says nothing of its sort.
pub const UNKNOWN: Edge = edge("UnknownLink", "subject", "object");

/// The schemata of links, in the order of their letters.
pub const EDGES: [Edge; 17] = [
    edge("Associate", "person", "associate"),
    edge("ContractAward", "supplier", "contract"),
    edge("Control", "controller", "controlled"),
    edge("CourtCaseParty", "party", "case"),
    edge("Debt", "debtor", "creditor"),
    edge("Directorship", "director", "organization"),
    edge("Documentation", "document", "entity"),
    edge("Employment", "employee", "employer"),
    edge("Family", "person", "relative"),
    edge("Membership", "member", "organization"),
    edge("Occupancy", "holder", "post"),
    edge("Ownership", "owner", "asset"),
    edge("Payment", "payer", "beneficiary"),
    edge("ProjectParticipant", "participant", "project"),
    edge("Representation", "agent", "client"),
    edge("Succession", "predecessor", "successor"),
    UNKNOWN,
];

/// The links whose property for what one is to the other is not `role`, and which it is.
const SAID: [(&str, &str); 2] = [("Associate", "relationship"), ("Family", "relationship")];
/// The links that have no such property.
const UNSAID: [&str; 3] = ["Debt", "Occupancy", "Payment"];

impl Edge {
    /// Returns the property that says what one is to the other, where it has one.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        let said = SAID.iter().find(|(schema, _)| *schema == self.schema).map_or("role", |(_, word)| word);
        (!UNSAID.contains(&self.schema)).then_some(said)
    }

    /// Reads the word of a relation: a schema, and the end at which the other one stands unless it is the one that acts:
    /// `Ownership`, `Ownership.asset`. Returns the schema with the ends of the record and of the other one.
    #[must_use]
    pub fn read(word: &str) -> Option<(Self, &'static str, &'static str)> {
        let (schema, end) = word.split_once('.').map_or((word, None), |(schema, end)| (schema, Some(end)));
        let edge = EDGES.into_iter().find(|edge| edge.schema == schema)?;
        match end {
            None => Some((edge, edge.target, edge.source)),
            Some(end) if end == edge.source => Some((edge, edge.target, edge.source)),
            Some(end) if end == edge.target => Some((edge, edge.source, edge.target)),
            Some(_) => None,
        }
    }
}
