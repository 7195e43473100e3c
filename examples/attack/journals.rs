use super::Tally;
pub fn attack(_: u64) -> anyhow::Result<Tally> { Ok(Tally::default()) }
