import Configuration
import Foundation
import SystemPackage

/// Finds each setting's value: an option of the command line, else the environment, else the YAML file, else the
/// default. Collects every mistake on the way instead of stopping at the first.
struct SettingsReader {
    private let environment: [String: String]
    private let environmentProvider: EnvironmentVariablesProvider
    private let fileProvider: FileProvider<YAMLSnapshot>?
    private let filePath: String
    private let options: [String: SettingValue]
    private(set) var problems: [String] = []

    /// - Parameters:
    ///   - filePath: read if `mustExist` or if it is there.
    ///   - options: values that options of the command line set.
    init(
        filePath: String, mustExist: Bool, environment: [String: String], options: [String: SettingValue]
    ) async throws(SettingsError) {
        self.environment = environment
        self.environmentProvider = EnvironmentVariablesProvider(environmentVariables: environment)
        self.filePath = filePath
        self.options = options
        guard mustExist || FileManager.default.fileExists(atPath: filePath) else {
            fileProvider = nil
            problems = UnknownSettings.problems(environment: environment)
            return
        }
        do {
            let text = try String(contentsOfFile: filePath, encoding: .utf8)
            let found = try UnknownSettings.problems(yaml: text, path: filePath)
            problems = (found ?? []) + UnknownSettings.problems(environment: environment)
            guard found != nil else {
                fileProvider = nil
                return
            }
            fileProvider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(filePath), allowMissing: false)
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError(
                problems: [
                    "\(filePath): can't be read as a YAML file of settings: \(Self.reason(error))"
                ], isUnreadable: true)
        }
    }

    /// - Parameter path: the YAML file; nil for the standard one, which may be missing.
    init(
        path: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        options: [String: SettingValue] = [:]
    ) async throws(SettingsError) {
        try await self.init(
            filePath: path ?? Settings.standardPath, mustExist: path != nil, environment: environment, options: options)
    }

    mutating func note(_ problem: String) { problems.append(problem) }

    /// The value of a setting as text, with its source; nil if there is none. One of the wrong type is noted.
    mutating func value(_ key: SettingKey) -> SettingValue? {
        if let option = options[key.name] { return option }
        if let value = environmentValue(key) { return checked(value, key) }
        if let value = fileValue(key) { return checked(value, key) }
        return key.defaultText.map { SettingValue(text: $0, source: .standard) }
    }

    private mutating func environmentValue(_ key: SettingKey) -> SettingValue? {
        let path = AbsoluteConfigKey(["portcullis"] + key.name.split(separator: ".").map(String.init))
        let direct = try? environmentProvider.value(forKey: path, type: .string)
        if case .string(let text)? = direct?.value?.content {
            if key.isSecret, environment[key.fileVariable] != nil {
                note("\(key.name): both \(key.variable) and \(key.fileVariable) are set; set one of them")
            }
            return SettingValue(text: text, source: .variable(key.variable))
        }
        guard key.isSecret, let file = environment[key.fileVariable] else { return nil }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            note("\(key.name): the file that \(key.fileVariable) names can't be read")
            return nil
        }
        return SettingValue(
            text: text.trimmingCharacters(in: .whitespacesAndNewlines),
            source: .secretFile(variable: key.fileVariable))
    }

    private mutating func fileValue(_ key: SettingKey) -> SettingValue? {
        guard let fileProvider, !key.isSecret else { return nil }
        let path = AbsoluteConfigKey(key.name.split(separator: ".").map(String.init))
        let type: ConfigType =
            switch key.kind {
            case .integer: .int
            case .number: .double
            case .flag: .bool
            case .text, .choice, .secret: .string
            }
        do {
            guard let value = try fileProvider.value(forKey: path, type: type).value else { return nil }
            return SettingValue(text: Self.text(value.content), source: .file(filePath))
        } catch {
            note("\(key.name) in \(filePath): has to be \(key.allowed)")
            return nil
        }
    }

    /// Passes a value on if it is what the setting may be; notes it otherwise, without repeating it.
    private mutating func checked(_ value: SettingValue, _ key: SettingKey) -> SettingValue? {
        let isGood =
            switch key.kind {
            case .text, .secret: !value.text.isEmpty
            case .integer(let range, _): Int(value.text).map(range.contains) ?? false
            case .number(let range): Double(value.text).map(range.contains) ?? false
            case .flag: value.text == "true" || value.text == "false"
            case .choice(let choices): choices.contains(value.text)
            }
        if isGood { return value }
        note("\(key.name) in \(value.source): has to be \(key.allowed)")
        return nil
    }

    private static func text(_ content: ConfigContent) -> String {
        switch content {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .bool(let flag): String(flag)
        default: ""
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let cocoa = error as? CocoaError else { return "it has more than settings" }
        return switch cocoa.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "there is no permission"
        case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding, .fileReadCorruptFile: "it isn't UTF-8"
        default: "it is no file that can be read"
        }
    }
}
