extension Function {
    /// What a timestamp has in UTC or in a time zone, and the whole units of a duration.
    static let timeFunctions: [Function] = [
        part("getFullYear") { Int64($0.date.year) },
        part("getMonth") { Int64($0.date.month - 1) },
        part("getDate") { Int64($0.date.day) },
        part("getDayOfMonth") { Int64($0.date.day - 1) },
        part("getDayOfYear") { $0.date.daysSince1970 - $0.date.firstDayOfYear },
        part("getDayOfWeek") { ($0.date.daysSince1970 % 7 + 11) % 7 },
        part("getHours", ofDuration: { $0.seconds / 3600 }) { $0.seconds / 3600 },
        part("getMinutes", ofDuration: { $0.seconds / 60 }) { $0.seconds / 60 % 60 },
        part("getSeconds", ofDuration: { $0.seconds }) { $0.seconds % 60 },
        part("getMilliseconds", ofDuration: { Int64($0.nanoseconds / 1_000_000) }) {
            Int64($0.nanoseconds / 1_000_000)
        },
    ]

    /// A point in time as a calendar and a clock have it.
    private struct LocalTime {
        let date: CivilDate
        /// Since the start of the day.
        let seconds: Int64
        let nanoseconds: Int32

        init(_ timestamp: Timestamp, offset: Int64) {
            let local = timestamp.seconds + offset
            let days = (local - (local % 86_400 + 86_400) % 86_400) / 86_400
            date = CivilDate(daysSince1970: days)
            seconds = local - days * 86_400
            nanoseconds = timestamp.nanoseconds
        }
    }

    private static func part(
        _ name: String, ofDuration durationPart: (@Sendable (CELDuration) -> Int64)? = nil,
        _ part: @escaping @Sendable (LocalTime) -> Int64
    ) -> Function {
        var overloads: [Overload] = [
            .member(.timestamp, result: .int), .member(.timestamp, .string, result: .int),
        ]
        if durationPart != nil { overloads.append(.member(.duration, result: .int)) }
        return Function(
            name, overloads,
            unary: { (value) throws(EvaluationError) in
                switch (value, durationPart) {
                case (.timestamp(let timestamp), _): return .int(part(LocalTime(timestamp, offset: 0)))
                case (.duration(let duration), let durationPart?): return .int(durationPart(duration))
                default: throw .noSuchOverload("\(name)()", value)
                }
            },
            binary: { (value, zone) throws(EvaluationError) in
                guard case .timestamp(let timestamp) = value, case .string(let zone) = zone else {
                    throw .noSuchOverload("\(name)()", value, zone)
                }
                guard let offset = TimeZoneOffset.seconds(east: zone, at: timestamp) else {
                    throw .invalid("the time zone is not known")
                }
                return .int(part(LocalTime(timestamp, offset: offset)))
            })
    }
}

extension CivilDate {
    fileprivate var firstDayOfYear: Int64 { CivilDate(year: year, month: 1, day: 1)?.daysSince1970 ?? daysSince1970 }
}
