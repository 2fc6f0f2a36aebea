import HTTPTypes

extension HTTPField.Name {
    static let xAPIKey = HTTPField.Name(token: "x-api-key")
    static let xRequestID = HTTPField.Name(token: "x-request-id")

    /// A name that stands in the source, and so is known to be a token.
    private init(token: StaticString) {
        guard let name = HTTPField.Name("\(token)") else { preconditionFailure("\(token) is no header name") }
        self = name
    }
}
