import Logging

/// What is written to standard error, and how. Known before all other settings, whose mistakes are told elsewhere.
struct LoggingSettings: Sendable {
    var format = LogFormat.json
    var level = Logger.Level.info

    /// - Parameters:
    ///   - path: as of ``Settings/load(path:environment:options:)``.
    ///   - format: what the command line says.
    static func load(path: String?, format: LogFormat?) async -> LoggingSettings {
        var settings = LoggingSettings()
        if var reader = try? await SettingsReader(path: path) {
            func text(_ name: String) -> String? { SettingKey.named(name).flatMap { reader.value($0) }?.text }
            settings.format = text("logging.format").flatMap { LogFormat(rawValue: $0) } ?? settings.format
            settings.level = text("logging.level").flatMap { Logger.Level(rawValue: $0) } ?? settings.level
        }
        if let format { settings.format = format }
        return settings
    }

    /// Makes all loggers of the process write so. Once a process.
    func bootstrap() {
        let (format, level) = (format, level)
        LoggingSystem.bootstrap { label in
            switch format {
            case .json: return JSONLogHandler(label: label, level: level)
            case .text:
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
    }
}
