//! Statements by day, and brought together by months, quarters, years.

use super::Count;
use jiff::civil::Date;

/// Statements of each day that has any, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days(Vec<(Date, Count)>);

impl Days {
    /// Adds statements of a day. O(log days), and O(days) for a new one that is not the last.
    pub(super) fn add(&mut self, day: Date, count: Count) {
        match self.0.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(at) => {
                if let Some((_, there)) = self.0.get_mut(at) {
                    there.add(count);
                }
            }
            Err(at) => self.0.insert(at, (day, count)),
        }
    }

    /// Adds the days of another. O(days).
    pub(super) fn merge(&mut self, other: Self) {
        let mut all = Vec::with_capacity(self.0.len().max(other.0.len()));
        let (mut ours, mut theirs) =
            (std::mem::take(&mut self.0).into_iter().peekable(), other.0.into_iter().peekable());
        while let Some((day, mut count)) = match (ours.peek(), theirs.peek()) {
            (Some((a, _)), Some((b, _))) if b < a => theirs.next(),
            (None, _) => theirs.next(),
            (Some(_), _) => ours.next(),
        } {
            if let Some((_, more)) = theirs.next_if(|(other, _)| *other == day) {
                count.add(more);
            }
            all.push((day, count));
        }
        self.0 = all;
    }

    /// First and last day.
    pub fn range(&self) -> Option<(Date, Date)> {
        Some((self.0.first()?.0, self.0.last()?.0))
    }

    /// The days brought together so that they can be looked at: by day, month, quarter, year or decade, as their range asks
    /// for; those without anything between others are there too. O(days + stretches).
    pub fn timeline(&self) -> Timeline {
        let Some((first, last)) = self.range() else { return Timeline { unit: Unit::Year, stretches: Vec::new() } };
        let unit = Unit::of(first, last);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut days = self.0.iter().peekable();
        let mut begin = Some(unit.start(first));
        while let Some(start) = begin.filter(|start| *start <= last) {
            let next = unit.next(start);
            let mut count = Count::default();
            while let Some((_, more)) = days.next_if(|(day, _)| next.is_none_or(|next| *day < next)) {
                count.add(*more);
            }
            stretches.push(Stretch { start, count });
            begin = next;
        }
        Timeline { unit, stretches }
    }
}

/// How long a stretch of time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

impl Unit {
    /// The one with which a range has some ten to thirty stretches.
    fn of(first: Date, last: Date) -> Self {
        let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
            - i32::from(first.month());
        match months {
            // Within a month, or from the end of one to the middle of the next.
            0 => Self::Day,
            1 if last.day() < first.day() => Self::Day,
            1..=9 => Self::Month,
            10..=95 => Self::Quarter,
            96..=1200 => Self::Year,
            _ => Self::Decade,
        }
    }

    /// In a word: "day", "quarter".
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }

    /// The first day of the stretch that holds a day.
    fn start(self, day: Date) -> Date {
        let (year, month) = (day.year(), day.month());
        let (year, month) = match self {
            Self::Day => return day,
            Self::Month => (year, month),
            Self::Quarter => (year, (month - 1) / 3 * 3 + 1),
            Self::Year => (year, 1),
            Self::Decade => (year.div_euclid(10) * 10, 1),
        };
        Date::new(year, month, 1).unwrap_or(day)
    }

    /// Whether a stretch, by its first day, holds a day.
    pub(super) fn holds(self, start: Date, day: Date) -> bool {
        day >= start && self.next(start).is_none_or(|next| day < next)
    }

    /// The first day of the stretch after the one that begins so; none at the end of all days.
    fn next(self, start: Date) -> Option<Date> {
        let months = match self {
            Self::Day => return start.tomorrow().ok(),
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
            Self::Decade => 120,
        };
        let all = i32::from(start.year()) * 12 + i32::from(start.month()) - 1 + months;
        let (year, month) = (i16::try_from(all.div_euclid(12)).ok()?, all.rem_euclid(12) + 1);
        Date::new(year, month as i8, 1).ok()
    }

    /// How a stretch is called in files: "2024-03-12", "2024-03", "2024-Q1", "2024", "2020s".
    pub fn name(self, start: Date) -> String {
        let (year, month) = (start.year(), start.month());
        match self {
            Self::Day => start.to_string(),
            Self::Month => format!("{year:04}-{month:02}"),
            Self::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Self::Year => format!("{year:04}"),
            Self::Decade => format!("{year:04}s"),
        }
    }

    /// How it is called where it is read: the year, and what of it: ("2024", "II"), ("2024", "Mar").
    pub fn parts(self, start: Date) -> (String, String) {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let of =
            |names: &[&'static str], n: i8| names.get(usize::try_from(n).unwrap_or_default()).copied().unwrap_or("?");
        let year = start.year().to_string();
        let month = of(&MONTHS, start.month() - 1);
        match self {
            Self::Day => (year, format!("{month} {:>2}", start.day())),
            Self::Month => (year, month.to_owned()),
            Self::Quarter => (year, of(&["I", "II", "III", "IV"], (start.month() - 1) / 3).to_owned()),
            Self::Year => (year, String::new()),
            Self::Decade => (format!("{year}s"), String::new()),
        }
    }
}

/// A stretch of time with its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first day.
    pub start: Date,
    /// What was said in it.
    pub count: Count,
}

/// Statements over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// How long each stretch is.
    pub unit: Unit,
    /// From the first to the last in which anything was said.
    pub stretches: Vec<Stretch>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(all: &[&str]) -> Days {
        let mut out = Days::default();
        for day in all {
            out.add(day.parse().unwrap(), Count { decided: 1, suggested: 2 });
        }
        out
    }

    fn names(timeline: &Timeline) -> Vec<String> {
        timeline.stretches.iter().map(|s| timeline.unit.name(s.start)).collect()
    }

    #[test]
    fn stretches_are_as_long_as_the_range_asks_for() {
        let of = |all: &[&str]| days(all).timeline();
        assert_eq!(names(&of(&["2024-02-27", "2024-03-01"])), ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]);
        assert_eq!(names(&of(&["2023-12-31", "2024-02-01"])), ["2023-12", "2024-01", "2024-02"]);
        let quarters = of(&["2023-08-09", "2024-06-09"]);
        assert_eq!(names(&quarters), ["2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2"]);
        assert_eq!(quarters.unit.parts(quarters.stretches[1].start), ("2023".to_owned(), "IV".to_owned()));
        assert_eq!(quarters.stretches[1].count, Count::default(), "an empty one is there");
        assert_eq!(names(&of(&["2014-08-09", "2024-06-09"])).len(), 11);
        assert_eq!(names(&of(&["1851-08-09", "2024-06-09"])).len(), 18);
        assert_eq!(names(&of(&["9990-01-01", "9999-12-31"])).last().map(String::as_str), Some("9999"));
        assert!(Days::default().timeline().stretches.is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_order_of_adding_does_not_matter(
            all in proptest::collection::vec((1i16..9999, 1i8..=12, 1i8..=28), 0..40), cut in 0usize..40,
        ) {
            let one = Count { decided: 1, suggested: 0 };
            let day = |(y, m, d): &(i16, i8, i8)| Date::new(*y, *m, *d).unwrap();
            let mut whole = Days::default();
            for d in &all {
                whole.add(day(d), one);
            }
            let (first, rest) = all.split_at(cut.min(all.len()));
            let (mut a, mut b) = (Days::default(), Days::default());
            for d in first {
                a.add(day(d), one);
            }
            for d in rest.iter().rev() {
                b.add(day(d), one);
            }
            b.merge(a);
            prop_assert_eq!(&whole, &b);
            let sum: u64 = whole.timeline().stretches.iter().map(|s| s.count.decided).sum();
            prop_assert_eq!(sum, all.len() as u64);
            prop_assert!(whole.timeline().stretches.len() <= 1001);
        }
    }
}
