import Synchronization

/// Where the newest records are, by id. Holds at most `maxRecords`, 40 bytes or so each; the oldest are forgotten first.
final class RecordIndex: Sendable {
    /// A record's place.
    struct Place: Sendable, Equatable {
        /// The first sequence of its segment.
        let segment: UInt64
        let offset: Int64
        let bytes: Int
    }

    private struct State {
        var places: [Int: Place] = [:]
        /// The keys in the order in which they came, from `oldest` on around.
        var keys: [Int] = []
        var oldest = 0
    }

    private let maxRecords: Int
    private let state = Mutex(State())

    init(maxRecords: Int) {
        self.maxRecords = maxRecords
    }

    func add(_ records: [(id: String, place: Place)]) {
        guard maxRecords > 0 else { return }
        state.withLock { state in
            for record in records {
                // A hash of the id is enough to find the place, and the record there says whether it is the right one.
                let key = record.id.hashValue
                state.places[key] = record.place
                if state.keys.count < maxRecords {
                    state.keys.append(key)
                } else {
                    let forgotten = state.keys[state.oldest]
                    state.keys[state.oldest] = key
                    state.oldest = (state.oldest + 1) % maxRecords
                    if forgotten != key { state.places[forgotten] = nil }
                }
            }
        }
    }

    func place(of id: String) -> Place? {
        state.withLock { $0.places[id.hashValue] }
    }
}
