/// One entry of `signals_fired`.
struct TripwireSignal: Sendable {
    let key: String
    let name: String
    let strength: String
    let score: Int

    init(_ key: String, _ name: String, _ strength: String, _ score: Int) {
        self.key = key
        self.name = name
        self.strength = strength
        self.score = score
    }
}
