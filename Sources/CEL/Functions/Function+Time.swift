extension Function {
    /// What a timestamp has in UTC, and the whole units of a duration.
    static let timeFunctions: [Function] = [
        part("getFullYear") { date, _ in Int64(date.year) },
        part("getMonth") { date, _ in Int64(date.month - 1) },
        part("getDate") { date, _ in Int64(date.day) },
        part("getDayOfMonth") { date, _ in Int64(date.day - 1) },
        part("getDayOfYear") { date, seconds in
            CivilDate(year: date.year, month: 1, day: 1).map { date.daysSince1970 - $0.daysSince1970 } ?? 0
        },
        part("getDayOfWeek") { date, _ in (date.daysSince1970 % 7 + 11) % 7 },
        part("getHours", ofDuration: 3600) { _, seconds in seconds / 3600 },
        part("getMinutes", ofDuration: 60) { _, seconds in seconds / 60 % 60 },
        part("getSeconds", ofDuration: 1) { _, seconds in seconds % 60 },
        Function(
            "getMilliseconds", [.member(.timestamp, result: .int), .member(.duration, result: .int)]
        ) { (value) throws(EvaluationError) in
            switch value {
            case .timestamp(let timestamp): return .int(Int64(timestamp.nanoseconds / 1_000_000))
            case .duration(let duration): return .int(Int64(duration.nanoseconds / 1_000_000))
            default: throw .noSuchOverload("getMilliseconds()", value)
            }
        },
    ]

    /// - Parameters:
    ///   - unit: for durations, the seconds of the unit that is counted.
    ///   - body: is given the day and the seconds since its start.
    private static func part(
        _ name: String, ofDuration unit: Int64? = nil, _ body: @escaping @Sendable (CivilDate, Int64) -> Int64
    ) -> Function {
        var overloads: [Overload] = [.member(.timestamp, result: .int)]
        if unit != nil { overloads.append(.member(.duration, result: .int)) }
        return Function(name, overloads) { (value) throws(EvaluationError) in
            switch (value, unit) {
            case (.timestamp(let timestamp), _):
                var days = timestamp.seconds / 86_400
                if timestamp.seconds % 86_400 < 0 { days -= 1 }
                return .int(body(CivilDate(daysSince1970: days), timestamp.seconds - days * 86_400))
            case (.duration(let duration), let unit?): return .int(duration.seconds / unit)
            default: throw .noSuchOverload("\(name)()", value)
            }
        }
    }
}
