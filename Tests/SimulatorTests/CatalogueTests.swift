import Foundation
import Simulator
import TestSupport
import Testing

// Serialized: with UPDATE_DOCS=1 two tests write to one file.
@Suite("The catalogue of sample sessions", .serialized)
struct CatalogueTests {
    @Test("Every sample ID is well-formed and stands for one scenario")
    func identifiers() {
        for scenario in Catalogue.all {
            let pattern =
                switch scenario.vendor {
                case .tripwire: "^sid_[0123456789abcdefghjkmnpqrstvwxyz]{26}$"
                case .verisoul: "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
                }
            #expect(scenario.id.range(of: pattern, options: .regularExpression) != nil, "\(scenario.id)")
            #expect(Catalogue.scenario(id: scenario.id)?.number == scenario.number)
        }
        #expect(Set(Catalogue.all.map(\.id)).count == Catalogue.all.count)
    }

    @Test("Numbers rise within a vendor, and the same number has the same name for both", arguments: Vendor.allCases)
    func numbers(of vendor: Vendor) {
        let scenarios = Catalogue.scenarios(of: vendor)
        #expect(scenarios.map(\.number) == scenarios.map(\.number).sorted())
        #expect(Set(scenarios.map(\.number)).count == scenarios.count)
        #expect(Set(scenarios.map(\.name)).count == scenarios.count)
        // Where the vendors' schemas differ, so do the scenarios: 604 and 608 are the like, not the same.
        for scenario in Catalogue.all where ![604, 608].contains(scenario.number) {
            let twins = Catalogue.all.filter { $0.number == scenario.number && $0.name != scenario.name }
            #expect(twins.isEmpty, "\(scenario.number)")
        }
    }

    @Test("A vendor that gave no facts never leads to allow")
    func neverSilentlyOpen() {
        for expectation in Catalogue.all.flatMap(\.expected) {
            #expect(expectation.degraded == (expectation.cause != "ok"))
            #expect(!(expectation.degraded && expectation.decision == .allow))
        }
    }

    @Test("The simulator's page holds the tables that the catalogue renders", arguments: Vendor.allCases)
    func documentation(of vendor: Vendor) throws {
        try expectTable(Catalogue.markdown(of: vendor), in: "docs/simulator.md", name: vendor.rawValue)
    }

    @Test("The README, where it shows sample sessions, shows those of the catalogue")
    func readme() throws {
        let url = Files.package.appending(path: "README.md")
        guard let text = try? String(contentsOf: url, encoding: .utf8), text.contains("<!-- simulator:highlights -->")
        else { return }
        try expectTable(Catalogue.markdownHighlights(), in: "README.md", name: "highlights")
    }

    /// With `UPDATE_DOCS=1` in the environment the file is brought up to date first.
    private func expectTable(_ table: String, in file: String, name: String) throws {
        let url = Files.package.appending(path: file)
        var text = try String(contentsOf: url, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- simulator:\(name) -->\n"))
        let end = try #require(text.range(of: "<!-- /simulator:\(name) -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: table)
            try text.write(to: url, atomically: true, encoding: .utf8)
            return
        }
        let held = String(text[begin.upperBound..<end.lowerBound])
        #expect(held == table, "between the markers in \(file) there should be:\n\(table)")
    }
}
