import Testing

@testable import Decisions

@Suite("The id of a decision")
struct DecisionIDTests {
    @Test("is a ULID in lower case: the known example of the specification's alphabet")
    func encoding() {
        #expect(
            DecisionID.make(milliseconds: 1_469_918_176_385, random: (0, 0)) == "dec_01aryz6s410000000000000000")
        #expect(
            DecisionID.make(milliseconds: (1 << 48) - 1, random: (.max, .max)) == "dec_7zzzzzzzzzzzzzzzzzzzzzzzzz")
    }

    @Test("sorts by time")
    func order() {
        let ids = [1, 2, 31, 32, 1 << 20, 1 << 40].map { DecisionID.make(milliseconds: $0, random: (.max, 0)) }
        #expect(ids == ids.sorted())
        #expect(Set(ids.map(\.utf8.count)) == [30])
    }
}
