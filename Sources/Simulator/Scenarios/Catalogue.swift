/// Every sample session ID of both vendors: the only place that knows them. The tables in the documentation are
/// rendered from here.
package enum Catalogue {
    /// The scenarios of a vendor, by number.
    package static func scenarios(of vendor: Vendor) -> [Scenario] {
        switch vendor {
        case .tripwire: TripwireCatalogue.all
        case .verisoul: VerisoulCatalogue.all
        }
    }

    /// The scenarios of both vendors.
    package static let all = TripwireCatalogue.all + VerisoulCatalogue.all

    /// The scenario with that session ID, nil for every other ID.
    package static func scenario(id: String) -> Scenario? { byID[id] }

    private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
}
