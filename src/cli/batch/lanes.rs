//! Work on a stream of items by several threads, with the results in the order of the items.
//!
//! Every thread does all of it: it takes the next item, works on it, and takes the results that are due, unless another is
//! doing that. So nobody waits for somebody else to hand out work, and there are as many threads as were asked for. One item
//! that takes long keeps nobody else from working; results wait until those before them are taken. How much is on its way at
//! once is bounded by what it weighs, not by how many items it is: the one that is waited for does not count, so that one
//! larger than the bound goes through as well.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Most that is on its way at once, in bytes, besides the item that is waited for.
pub const WINDOW: usize = 32 << 20;
/// Most items on their way at once: small ones take room beside their bytes.
const MAX_ITEMS: usize = 4096;

/// What is on its way.
struct Traffic<R, E> {
    /// Of every item that was read and not taken, in order: what it weighs, and its result once there is one.
    open: VecDeque<(usize, Option<R>)>,
    /// What those weigh together.
    weight: usize,
    /// The number of the first of them.
    first: u64,
    /// Whether a thread is taking results: those that become due meanwhile are its own to take.
    is_taking: bool,
    /// Whether no more results are wanted, and why where that is an error.
    is_over: bool,
    error: Option<E>,
}

/// Traffic with what tells that there is room in it again.
struct Road<R, E> {
    traffic: Mutex<Traffic<R, E>>,
    room: Condvar,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R, E> Road<R, E> {
    fn new() -> Self {
        let (open, weight, first) = (VecDeque::new(), 0, 0);
        let traffic = Traffic { open, weight, first, is_taking: false, is_over: false, error: None };
        Self { traffic: Mutex::new(traffic), room: Condvar::new() }
    }

    /// Ends the work of all.
    fn close(&self, error: Option<E>) {
        let mut traffic = locked(&self.traffic);
        traffic.is_over = true;
        if error.is_some() {
            traffic.error = error;
        }
        drop(traffic);
        self.room.notify_all();
    }

    /// Gives an item its number when there is room for it; nothing when no more are wanted. One thread at a time.
    fn enter(&self, weight: usize, window: usize) -> Option<u64> {
        let mut traffic = locked(&self.traffic);
        loop {
            if traffic.is_over {
                return None;
            }
            let waited_for = traffic.open.front().map_or(0, |(weight, _)| *weight);
            let others = traffic.weight - waited_for;
            if traffic.open.is_empty() || others + weight <= window && traffic.open.len() < MAX_ITEMS {
                break;
            }
            traffic = self.room.wait(traffic).unwrap_or_else(PoisonError::into_inner);
        }
        let number = traffic.first + traffic.open.len() as u64;
        traffic.open.push_back((weight, None));
        traffic.weight += weight;
        Some(number)
    }

    /// Puts in the result of an item, with what it weighs now, and takes all that are due.
    fn leave(&self, number: u64, weight: usize, result: R, take: &Mutex<impl FnMut(R) -> Result<(), E>>) {
        let mut traffic = locked(&self.traffic);
        let at = usize::try_from(number - traffic.first).unwrap_or(usize::MAX);
        let Some(place) = traffic.open.get_mut(at) else { return };
        let before = std::mem::replace(place, (weight, Some(result))).0;
        traffic.weight = traffic.weight + weight - before;
        if weight < before {
            self.room.notify_one();
        }
        while !traffic.is_over && !traffic.is_taking {
            let Some((_, due)) = traffic.open.front_mut() else { return };
            let Some(due) = due.take() else { return };
            traffic.is_taking = true;
            drop(traffic);
            let taken = (*locked(take))(due);
            // It is on its way until it is taken: what waits in front of a slow output is bounded, too.
            traffic = locked(&self.traffic);
            traffic.is_taking = false;
            if let Some((weight, _)) = traffic.open.pop_front() {
                traffic.first += 1;
                traffic.weight -= weight;
            }
            if let Err(error) = taken {
                drop(traffic);
                return self.close(Some(error));
            }
            self.room.notify_one();
        }
    }
}

/// Ends the work of all when its thread panics: nobody must wait for that one.
struct Closing<'a, R, E>(&'a Road<R, E>);

impl<R, E> Drop for Closing<'_, R, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close(None);
        }
    }
}

/// How to go through items.
pub struct Lanes<W, S> {
    /// Threads, that of whoever asks among them.
    pub jobs: usize,
    /// Most that is on its way at once, as [`WINDOW`].
    pub window: usize,
    /// What an item weighs, in bytes.
    pub weight: W,
    /// What a result weighs, in bytes.
    pub size: S,
}

impl<W, S> Lanes<W, S> {
    /// Runs `make` over the items and `take` over the results, in the order of the items. An error of `take` ends all.
    ///
    /// # Errors
    /// That of `take`.
    pub fn run<T: Send, R: Send, E: Send>(
        &self,
        items: impl Iterator<Item = T> + Send,
        make: impl Fn(T) -> R + Sync,
        take: impl FnMut(R) -> Result<(), E> + Send,
    ) -> Result<(), E>
    where
        W: Fn(&T) -> usize + Sync,
        S: Fn(&R) -> usize + Sync,
    {
        let (road, items, take) = (Road::new(), Mutex::new(items.fuse()), Mutex::new(take));
        let next = || {
            let mut items = locked(&items);
            // Reading may wait for whoever writes the input.
            if locked(&road.traffic).is_over {
                return None;
            }
            let item = items.next()?;
            let number = road.enter((self.weight)(&item), self.window)?;
            Some((number, item))
        };
        let work = || {
            let _closing = Closing(&road);
            while let Some((number, item)) = next() {
                let result = make(item);
                road.leave(number, (self.size)(&result), result, &take);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.jobs {
                scope.spawn(work);
            }
            work();
        });
        locked(&road.traffic).error.take().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    fn lanes(jobs: usize, window: usize) -> Lanes<impl Fn(&usize) -> usize + Sync, impl Fn(&usize) -> usize + Sync> {
        Lanes { jobs, window, weight: |item: &usize| *item, size: |result: &usize| *result }
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 5] {
            for window in [0, 1, 10, 1000] {
                let mut out = Vec::new();
                let taken = lanes(jobs, window).run(
                    0..200,
                    |n| n * 2,
                    |n| {
                        out.push(n);
                        Ok::<(), ()>(())
                    },
                );
                assert!(taken.is_ok() && out.iter().copied().eq((0..200).map(|n| n * 2)), "{jobs} {window}");
            }
        }
        assert!(lanes(3, 9).run(std::iter::empty(), |n| n, |_| Err(())).is_ok());
    }

    #[test]
    fn one_that_takes_long_keeps_nobody_from_working() {
        // The first item is done only when twenty others are.
        let (tell, told) = channel();
        let told = Mutex::new(told);
        let make = |n: usize| {
            if n == 0 {
                let told = told.lock().unwrap();
                (0..20).for_each(|_| told.recv().unwrap());
            } else {
                tell.send(()).unwrap();
            }
            n
        };
        let mut out = Vec::new();
        let taken = lanes(2, 1000).run(0..30, make, |n| {
            out.push(n);
            Ok::<(), ()>(())
        });
        assert!(taken.is_ok() && out.iter().copied().eq(0..30));
    }

    #[test]
    fn what_is_on_its_way_is_bounded() {
        // Every item weighs 10: with a bound of 40 there are never more than the one waited for, four others, the one that the
        // reader holds, and one whose room was given away when the first was taken.
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..300).map(|_| {
            most.fetch_max(begun.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            10
        });
        let taken = lanes(3, 40).run(
            items,
            |n| n,
            |_| {
                begun.fetch_sub(1, Ordering::SeqCst);
                Ok::<(), ()>(())
            },
        );
        assert!(taken.is_ok());
        assert!(most.load(Ordering::SeqCst) <= 7, "{most:?}");
        // What is larger than the bound goes through alone.
        let mut count = 0;
        assert!(
            lanes(2, 5)
                .run(
                    [9, 9, 1, 9].into_iter(),
                    |n| n,
                    |_| {
                        count += 1;
                        Ok::<(), ()>(())
                    }
                )
                .is_ok()
        );
        assert_eq!(count, 4);
    }

    #[test]
    fn an_error_and_a_panic_end_all() {
        let mut count = 0;
        let taken = lanes(3, 1000).run(
            0..,
            |n| n,
            |n| {
                count += 1;
                if n == 50 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((taken, count), (Err("full"), 51));
        let ended = std::panic::catch_unwind(|| {
            lanes(2, 1000).run(0..100, |n| if n == 7 { panic!("on purpose") } else { n }, |_| Ok::<(), ()>(()))
        });
        assert!(ended.is_err());
    }
}
