/// The kinds of app that send the native sections.
enum TripwireApp: String, Sendable {
    /// An app on a customer's own iPhone.
    case ios
    /// An app inside an Android emulator.
    case emulator
}
