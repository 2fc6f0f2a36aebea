/// Where a simulated visitor is. Cities are real, so that coordinates and time zones agree; nobody lives at them.
struct Place: Sendable {
    let continent: String
    let country: String
    let countryCode: String
    let region: String
    let city: String
    let postalCode: String
    let timezone: String
    let latitude: Double
    let longitude: Double
    let language: String

    static let denver = Place(
        continent: "NA", country: "United States", countryCode: "US", region: "Colorado", city: "Denver",
        postalCode: "80202", timezone: "America/Denver", latitude: 39.7392, longitude: -104.9903, language: "en-US")
    static let toronto = Place(
        continent: "NA", country: "Canada", countryCode: "CA", region: "Ontario", city: "Toronto",
        postalCode: "M5H", timezone: "America/Toronto", latitude: 43.6532, longitude: -79.3832, language: "en-CA")
    static let lyon = Place(
        continent: "EU", country: "France", countryCode: "FR", region: "Auvergne-Rhône-Alpes", city: "Lyon",
        postalCode: "69001", timezone: "Europe/Paris", latitude: 45.764, longitude: 4.8357, language: "fr-FR")
    static let leipzig = Place(
        continent: "EU", country: "Germany", countryCode: "DE", region: "Saxony", city: "Leipzig",
        postalCode: "04109", timezone: "Europe/Berlin", latitude: 51.3397, longitude: 12.3731, language: "de-DE")
    static let osaka = Place(
        continent: "AS", country: "Japan", countryCode: "JP", region: "Osaka", city: "Osaka",
        postalCode: "530-0001", timezone: "Asia/Tokyo", latitude: 34.6937, longitude: 135.5023, language: "ja-JP")
    static let perth = Place(
        continent: "OC", country: "Australia", countryCode: "AU", region: "Western Australia", city: "Perth",
        postalCode: "6000", timezone: "Australia/Perth", latitude: -31.9523, longitude: 115.8613, language: "en-AU")

    static let all = [denver, toronto, lyon, leipzig, osaka, perth]
}
