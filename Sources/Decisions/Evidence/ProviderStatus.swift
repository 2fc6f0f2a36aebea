import CEL
import Providers
import Upstream

/// What policies see of a vendor's answer itself, under `providers.<name>`.
enum ProviderStatus {
    /// The status of a vendor for which the request holds no session.
    static let notRequested = "not_requested"

    static let recordType = RecordType(
        "provider",
        [
            .init("status", .string, .oneOf(Cause.allCases.map(\.rawValue) + [notRequested])),
            .init("finality", .string, .oneOf([Facts.Finality.preliminary.rawValue, Facts.Finality.final.rawValue])),
            .init("source", .string, .oneOf(Fetched<Facts>.Source.allCases.map(\.rawValue))),
            .init("attempts", .int),
            .init("code", .string),
            .init("age_ms", .int),
        ])

    static let providersType = RecordType(
        "providers", ProviderName.allCases.map { .init($0.rawValue, .record(recordType)) })

    /// All vendors, those not asked included.
    static func record(_ gathered: GatheredFacts) -> Record {
        var record = Record(providersType)
        for (slot, provider) in ProviderName.allCases.enumerated() {
            record[slot: slot] = .record(status(gathered.answer(of: provider)))
        }
        return record
    }

    /// As if one vendor hadn't been asked, and the others had answered.
    static func record(without missing: String) -> Record {
        var record = Record(providersType)
        for (slot, provider) in ProviderName.allCases.enumerated() {
            var status = status(nil)
            if provider.rawValue != missing { status[slot: 0] = .string(Cause.ok.rawValue) }
            record[slot: slot] = .record(status)
        }
        return record
    }

    private static func status(_ fetched: Fetched<Facts>?) -> Record {
        var record = Record(recordType)
        record[slot: 0] = .string(fetched?.cause.rawValue ?? notRequested)
        guard let fetched else { return record }
        record[slot: 1] = (fetched.answer?.finality?.rawValue).map(Value.string)
        record[slot: 2] = .string(fetched.source.rawValue)
        record[slot: 3] = .int(Int64(fetched.attempts))
        record[slot: 4] = fetched.code.map(Value.string)
        if fetched.source != .cache { record[slot: 5] = fetched.age.map { .int(Int64($0.milliseconds)) } }
        return record
    }
}
