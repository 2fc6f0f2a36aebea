import Decisions
import Foundation
import Providers

extension Settings.Builder {
    private static let minKeyBytes = 32

    mutating func pseudonyms() -> Pseudonyms? {
        guard let key = texts["log.privacy.hmac_key"] else { return nil }
        if key.utf8.count < Self.minKeyBytes {
            problems.append("log.privacy.hmac_key: has to have \(Self.minKeyBytes) or more characters")
        }
        return Pseudonyms(key: Array(key.utf8))
    }

    /// How personal data goes into the log. Whoever asks for pseudonyms and has no key is told so before anything is logged.
    mutating func privacy(_ pseudonyms: Pseudonyms?) -> PrivacyRules {
        var rules: [PersonalData: PrivacyRules.Rule] = [:]
        for kind in PersonalData.allCases { rules[kind] = rule("log.privacy.\(kind.rawValue)") }
        do throws(PrivacyRules.MissingKey) {
            return try PrivacyRules(
                rules: rules, attributes: rule("log.privacy.attributes"), attributesByName: attributeRules(),
                pseudonyms: pseudonyms)
        } catch {
            problems.append(
                "log.privacy: a rule says hmac, but log.privacy.hmac_key is not set (PORTCULLIS_LOG_PRIVACY_HMAC_KEY)")
            return .nothing
        }
    }

    private func rule(_ name: String) -> PrivacyRules.Rule {
        texts[name].flatMap(PrivacyRules.Rule.init) ?? .drop
    }

    private mutating func attributeRules() -> [String: PrivacyRules.Rule] {
        guard let text = texts["log.privacy.attribute_rules"] else { return [:] }
        var rules: [String: PrivacyRules.Rule] = [:]
        for (index, entry) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[0].isEmpty, rules[parts[0]] == nil,
                let rule = PrivacyRules.Rule(rawValue: parts[1])
            else {
                problems.append(
                    "log.privacy.attribute_rules: entry \(index + 1) has to be name:rule, the rule one of keep, hmac, drop, and no name twice"
                )
                continue
            }
            rules[parts[0]] = rule
        }
        return rules
    }
}
