import ArgumentParser

/// A share that an option takes, as `1%` or `0.01`.
struct Share: ExpressibleByArgument {
    /// From 0 to 1.
    let value: Double

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let value = isPercent ? number / 100 : number
        guard (0...1).contains(value) else { return nil }
        self.value = value
    }

    /// Such as `1.25 %`.
    static func percent(_ share: Double) -> String {
        let hundredths = (share * 10_000).rounded()
        return "\(Int(hundredths) / 100).\(String(Int(hundredths) % 100 + 100).dropFirst()) %"
    }
}
