//! What a person should look at before relying on an export.

use super::Selected;

/// How many records of an export are not settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsettled {
    /// Records without a place in the text.
    pub lost: usize,
    /// Records that stand where the text has changed.
    pub uncertain: usize,
    /// Records of which two people decided differently.
    pub conflicts: usize,
}

impl Unsettled {
    /// Those of a document.
    pub fn of(document: &Selected<'_>) -> Self {
        Self { lost: document.orphans(), uncertain: document.uncertain(), conflicts: document.conflicts() }
    }

    /// Adds those of another document.
    pub const fn add(&mut self, other: &Self) {
        self.lost += other.lost;
        self.uncertain += other.uncertain;
        self.conflicts += other.conflicts;
    }

    /// Whether there is nothing to look at.
    pub const fn is_empty(&self) -> bool {
        self.lost + self.uncertain + self.conflicts == 0
    }

    /// What there is, a sentence for each kind; `unplaced` records are not in the export since they have no place.
    pub fn sentences(&self, unplaced: usize) -> Vec<String> {
        let left_out = match (unplaced, self.lost) {
            (0, _) => "",
            (_, 1) => ", which this format needs: it is left out",
            _ => ", which this format needs: they are left out",
        };
        let counted = |number: usize, one: &str, several: &str, rest: &str| {
            (number > 0).then(|| format!("{number} {}{rest}.", if number == 1 { one } else { several }))
        };
        let changed = "where the text has changed since, and nobody has looked";
        [
            counted(self.lost, "annotation has lost its place", "annotations have lost their place", left_out),
            counted(
                self.uncertain,
                &format!("annotation stands {changed}"),
                &format!("annotations stand {changed}"),
                "",
            ),
            counted(
                self.conflicts,
                "annotation was decided differently by several people",
                "annotations were decided differently by several people",
                ", and the first version is exported",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        assert!(Unsettled::default().sentences(0).is_empty());
        let mut all = Unsettled { lost: 1, uncertain: 0, conflicts: 2 };
        all.add(&Unsettled { lost: 0, uncertain: 1, conflicts: 0 });
        let told = all.sentences(1);
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], "1 annotation has lost its place, which this format needs: it is left out.");
        assert!(told[1].starts_with("1 annotation stands") && told[2].starts_with("2 annotations were"), "{told:?}");
        assert_eq!(all.sentences(0)[0], "1 annotation has lost its place.");
    }
}
