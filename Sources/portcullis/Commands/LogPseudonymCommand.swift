import ArgumentParser
import Decisions
import Providers

struct LogPseudonymCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pseudonym",
        abstract: "Make the pseudonym that the log has for a value.",
        discussion: """
            For whoever holds log.privacy.hmac_key (PORTCULLIS_LOG_PRIVACY_HMAC_KEY, or the same with _FILE), to test whether \
            a record is about somebody:
              portcullis log query --account "$(portcullis log pseudonym account_id john-doe)"
            """)

    @OptionGroup var config: ConfigOptions

    @Argument(
        help: ArgumentHelp(
            "\(PersonalData.allCases.map(\.rawValue).joined(separator: ", ")), or attributes.NAME.",
            valueName: "field"))
    var field: String

    @Argument(
        help:
            "The value, exactly as the request had it. Without this, the standard input up to its first line end, LF or CRLF."
    )
    var value: String?

    func validate() throws {
        let attribute = "attributes."
        guard PersonalData(rawValue: field) != nil || field.hasPrefix(attribute) && field.count > attribute.count else {
            throw ValidationError("There is no such field.")
        }
    }

    func run() async throws {
        let pseudonyms: Pseudonyms?
        do throws(SettingsError) {
            pseudonyms = try await Settings.load(path: config.path).pseudonyms
        } catch {
            throw CommandFailure(error.description, .usage)
        }
        guard let pseudonyms else {
            throw CommandFailure(
                "log.privacy.hmac_key is not set (PORTCULLIS_LOG_PRIVACY_HMAC_KEY, or the same with _FILE).", .usage)
        }
        try Output.write(Array((pseudonyms.pseudonym(of: try text(), field: field) + "\n").utf8))
    }

    private func text() throws(CommandFailure) -> String {
        if let value { return value }
        var input = try InputFile.read("-").prefix { $0 != UInt8(ascii: "\n") }
        if input.last == UInt8(ascii: "\r") { input.removeLast() }
        guard let text = String(validating: input, as: UTF8.self), !text.isEmpty else {
            throw CommandFailure("The standard input has to begin with the value, in UTF-8.", .usage)
        }
        return text
    }
}
