//! Work on a stream of items by several threads, with the results in the order of the items.
//!
//! Whoever is free takes the next item, so that one that takes long keeps nobody else from working. Results wait until those
//! before them are taken. How much is on its way at once is bounded by what it weighs, not by how many items it is: the one
//! that is waited for does not count, so that one larger than the bound goes through as well.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Most that is on its way at once, in bytes, besides the item that is waited for.
pub const WINDOW: usize = 32 << 20;
/// Most items on their way at once: small ones take room beside their bytes.
const MAX_ITEMS: usize = 4096;

/// What is on its way.
struct Traffic<T, R> {
    /// Items that nobody has begun, with their numbers.
    waiting: VecDeque<(u64, T)>,
    /// Of every item that was read and not taken, in order: what it weighs, and its result once there is one.
    open: VecDeque<(usize, Option<R>)>,
    /// What those weigh together.
    weight: usize,
    /// The number of the first of them.
    first: u64,
    /// Whether all items were read.
    is_read: bool,
    /// Whether no more results are wanted.
    is_over: bool,
}

/// Traffic with what tells that something changed in it.
struct Road<T, R> {
    traffic: Mutex<Traffic<T, R>>,
    /// An item waits, or there will be none.
    begun: Condvar,
    /// The first result is there, or there will be none.
    ready: Condvar,
    /// There is room for another item.
    room: Condvar,
}

impl<T, R> Road<T, R> {
    fn lock(&self) -> MutexGuard<'_, Traffic<T, R>> {
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the work of all.
    fn close(&self) {
        self.lock().is_over = true;
        self.begun.notify_all();
        self.ready.notify_all();
        self.room.notify_all();
    }

    /// Puts an item in when there is room for it; false when no more are wanted.
    fn put(&self, item: T, weight: usize, window: usize) -> bool {
        let mut traffic = self.lock();
        loop {
            if traffic.is_over {
                return false;
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
        traffic.waiting.push_back((number, item));
        drop(traffic);
        self.begun.notify_one();
        true
    }

    /// The next item to work on.
    fn next(&self) -> Option<(u64, T)> {
        let mut traffic = self.lock();
        loop {
            if traffic.is_over {
                return None;
            }
            match traffic.waiting.pop_front() {
                None if traffic.is_read => return None,
                None => traffic = self.begun.wait(traffic).unwrap_or_else(PoisonError::into_inner),
                some => return some,
            }
        }
    }

    /// Puts in the result of an item, with what it weighs now.
    fn done(&self, number: u64, weight: usize, result: R) {
        let mut traffic = self.lock();
        let at = usize::try_from(number - traffic.first).unwrap_or(usize::MAX);
        let Some(place) = traffic.open.get_mut(at) else { return };
        let before = std::mem::replace(place, (weight, Some(result))).0;
        traffic.weight = traffic.weight + weight - before;
        drop(traffic);
        if at == 0 {
            self.ready.notify_one();
        }
        if weight < before {
            self.room.notify_one();
        }
    }

    /// The result of the item that comes first.
    fn take(&self) -> Option<R> {
        let mut traffic = self.lock();
        loop {
            match traffic.open.pop_front() {
                Some((weight, Some(result))) => {
                    traffic.first += 1;
                    traffic.weight -= weight;
                    drop(traffic);
                    self.room.notify_one();
                    return Some(result);
                }
                None if traffic.is_read => return None,
                _ if traffic.is_over => return None,
                Some(waited_for) => traffic.open.push_front(waited_for),
                None => {}
            }
            traffic = self.ready.wait(traffic).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Ends the work of all when it goes: a thread that panics must not be waited for.
struct Closing<'a, T, R>(&'a Road<T, R>, bool);

impl<T, R> Drop for Closing<'_, T, R> {
    fn drop(&mut self) {
        if self.1 || std::thread::panicking() {
            self.0.close();
        }
    }
}

/// How to go through items.
pub struct Lanes<W, S> {
    /// Threads; with one, everything is done by whoever asks.
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
    pub fn run<T: Send, R: Send, E>(
        &self,
        mut items: impl Iterator<Item = T> + Send,
        make: impl Fn(T) -> R + Sync,
        mut take: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E>
    where
        W: Fn(&T) -> usize + Sync,
        S: Fn(&R) -> usize + Sync,
    {
        if self.jobs <= 1 {
            return items.try_for_each(|item| take(make(item)));
        }
        let road = Road {
            traffic: Mutex::new(Traffic {
                waiting: VecDeque::new(),
                open: VecDeque::new(),
                weight: 0,
                first: 0,
                is_read: false,
                is_over: false,
            }),
            begun: Condvar::new(),
            ready: Condvar::new(),
            room: Condvar::new(),
        };
        std::thread::scope(|scope| {
            let closing = Closing(&road, true);
            scope.spawn(|| {
                let _closing = Closing(&road, false);
                for item in items {
                    let weight = (self.weight)(&item);
                    if !road.put(item, weight, self.window) {
                        return;
                    }
                }
                road.lock().is_read = true;
                road.begun.notify_all();
                road.ready.notify_all();
            });
            for _ in 0..self.jobs {
                scope.spawn(|| {
                    let _closing = Closing(&road, false);
                    while let Some((number, item)) = road.next() {
                        let result = make(item);
                        road.done(number, (self.size)(&result), result);
                    }
                });
            }
            while let Some(result) = road.take() {
                take(result)?;
            }
            drop(closing);
            Ok(())
        })
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
