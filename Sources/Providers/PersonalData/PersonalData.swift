/// What can point to a person, in a request's `subject` or in a vendor's answer. How each goes into the decision log is a
/// setting of its own, `log.privacy.<raw value>`.
package enum PersonalData: String, Sendable, CaseIterable {
    case accountID = "account_id"
    case email
    case phone
    case ip
    case userAgent = "user_agent"
    /// Finer than a country.
    case location
    /// What recognises a device, a browser or a visitor again.
    case device
    /// Pages that were visited: their addresses may hold anything.
    case url
    /// Other accounts that a vendor links to the session.
    case linkedAccounts = "linked_accounts"
}
