//! The moment, whatever the clock of the system says: one that is far wrong must not end the program.

use sayso_core::annotation::Stamp;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds from 1970 to the end of the year 9999: later moments have no form in RFC 3339.
const END: u64 = 253_402_300_799;

/// Now, between 1970 and 9999.
pub fn now() -> jiff::Timestamp {
    moment(SystemTime::now())
}

/// The moment of a clock, between 1970 and 9999.
fn moment(clock: SystemTime) -> jiff::Timestamp {
    let since = clock.duration_since(UNIX_EPOCH).unwrap_or_default().min(Duration::from_secs(END));
    // What jiff can name ends a day before the year does.
    jiff::Timestamp::new(i64::try_from(since.as_secs()).unwrap_or_default(), since.subsec_nanos() as i32)
        .unwrap_or(jiff::Timestamp::MAX)
}

/// To the second, RFC 3339: `2026-11-24T08:00:00Z`.
pub fn in_seconds(moment: jiff::Timestamp) -> String {
    jiff::Timestamp::from_second(moment.as_second()).unwrap_or(moment).to_string()
}

/// The zone of the system; UTC where it names none.
pub fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::try_system().unwrap_or(jiff::tz::TimeZone::UTC)
}

/// When something was, as a person says it: "today 14:02", "yesterday 9:10", "26 Nov 2026 09:10". What is no time is shown as
/// it is written.
pub fn in_words(at: &str, now: &str, zone: &jiff::tz::TimeZone) -> String {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok().map(|t| zone.to_datetime(t));
    let Some(at_moment) = moment(at) else { return at.to_owned() };
    let clock = format!("{:02}:{:02}", at_moment.hour(), at_moment.minute());
    let (day, today) = (at_moment.date(), moment(now).map(|now| now.date()));
    if today == Some(day) {
        return format!("today {clock}");
    }
    if today.is_some_and(|today| today.yesterday().is_ok_and(|before| before == day)) {
        return format!("yesterday {clock}");
    }
    format!("{} {clock}", sayso_core::document::civil_in_words(day))
}

/// When something was, to sort by eye: "2026-11-26 09:10". What is no time is shown as it is written.
pub fn in_digits(at: &str, zone: &jiff::tz::TimeZone) -> String {
    let moment = at.parse::<jiff::Timestamp>().map(|t| zone.to_datetime(t));
    moment.map_or_else(|_| at.to_owned(), |t| format!("{} {:02}:{:02}", t.date(), t.hour(), t.minute()))
}

/// This moment, and random bytes: what a new record needs.
pub fn stamp() -> Stamp {
    let now = now();
    let mut random = [0; 10];
    // Without randomness ids still differ by time.
    let _ = getrandom::fill(&mut random);
    Stamp { now: in_seconds(now), millis: u64::try_from(now.as_millisecond()).unwrap_or_default(), random }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words() {
        let (now, zone) = ("2026-11-28T12:00:00Z", jiff::tz::TimeZone::UTC);
        for (at, words) in [
            ("2026-11-28T09:05:59Z", "today 09:05"),
            ("2026-11-27T23:59:00Z", "yesterday 23:59"),
            ("2026-11-26T09:10:00Z", "26 Nov 2026 09:10"),
            ("2026-11-29T00:00:00Z", "29 Nov 2026 00:00"),
            ("last week", "last week"),
            ("", ""),
        ] {
            assert_eq!(in_words(at, now, &zone), words);
        }
        let east = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));
        assert_eq!(in_words("2026-11-27T15:30:00Z", now, &east), "today 00:30");
    }

    #[test]
    fn a_clock_that_is_far_wrong_gives_a_moment_all_the_same() {
        let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap();
        let before = |seconds| UNIX_EPOCH.checked_sub(Duration::from_secs(seconds)).unwrap();
        for (clock, begins) in [
            (after(0), "1970-01-01T00:00:00Z"),
            (before(1), "1970-01-01T00:00:00Z"),
            (before(1 << 40), "1970-01-01T00:00:00Z"),
            (after(1_795_507_200), "2026-11-24T08:00:00Z"),
            (after(END), "9999-12-"),
            (after(END + 1), "9999-12-"),
            (after(1 << 45), "9999-12-"),
            (after(i64::MAX as u64), "9999-12-"),
        ] {
            let moment = moment(clock);
            let words = in_seconds(moment);
            assert!(words.starts_with(begins) && words.len() == 20, "{words}");
            let millis = u64::try_from(moment.as_millisecond()).unwrap();
            let stamp = Stamp { now: words, millis, random: [9; 10] };
            assert_eq!(stamp.id(3).len(), 36);
        }
    }
}
