//! Pages and times, as a record keeps them.

use crate::document::Locator;
use serde::{Deserialize, Serialize};

/// A [`Locator`] as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum LocatorRecord {
    Page(Box<str>),
    Time(u32),
    Clock(Box<str>),
}

impl LocatorRecord {
    pub(super) fn of(locator: &Locator) -> Self {
        match locator {
            Locator::Page(page) => Self::Page(page.clone()),
            Locator::Time(millis) => Self::Time(*millis),
            Locator::Clock(clock) => Self::Clock(clock.clone()),
        }
    }

    pub(super) fn locator(&self) -> Locator {
        match self {
            Self::Page(page) => Locator::Page(page.clone()),
            Self::Time(millis) => Locator::Time(*millis),
            Self::Clock(clock) => Locator::Clock(clock.clone()),
        }
    }
}
