import CoreMetrics
import Synchronization

/// A backend of swift-metrics that tells what was recorded in Prometheus' text format.
///
/// Which metrics there are is said at the start, with their labels and help, so that the exposition is complete and can
/// be documented: a metric that isn't defined, one with other labels, and series beyond the bound are not kept. Making a
/// series takes a lock and a search, so whoever records often makes it once and holds it.
package final class MetricRegistry: MetricsFactory {
    private struct State {
        /// By the metric's place among the definitions.
        var families: [[MetricSeries]]
        var count = 0
        var refused: Int64 = 0
    }

    package let definitions: [MetricDefinition]
    private let places: [String: Int]
    private let maxSeries: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - definitions: no two of one name.
    ///   - maxSeries: of all metrics together.
    package init(_ definitions: [MetricDefinition], maxSeries: Int = 2000) {
        self.definitions = definitions
        self.maxSeries = maxSeries
        places = Dictionary(definitions.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        state = Mutex(State(families: definitions.map { _ in [] }))
    }

    /// How often a series was asked for that isn't kept.
    package var refused: Int64 { state.withLock(\.refused) }

    /// All that was recorded, in the text format 0.0.4.
    package func text() -> [UInt8] {
        let families = state.withLock(\.families)
        var text = PrometheusText()
        for (definition, series) in zip(definitions, families) where !series.isEmpty {
            text.append(definition, series.sorted { $0.values.lexicographicallyPrecedes($1.values) })
        }
        return text.bytes
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let store = store(label, dimensions) { $0 == .counter ? .counter(CounterSeries()) : nil }
        guard case .counter(let series)? = store else { return NOOPMetricsHandler.instance }
        return series
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        let store = store(label, dimensions) { $0 == .counter ? .number(NumberSeries()) : nil }
        guard case .number(let series)? = store else { return NOOPMetricsHandler.instance }
        return series
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let store = store(label, dimensions) { $0 == .gauge ? .number(NumberSeries()) : nil }
        guard case .number(let series)? = store else { return NOOPMetricsHandler.instance }
        return series
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let store = store(label, dimensions) { kind in
            switch kind {
            case .histogram(let bounds) where aggregate: .histogram(HistogramSeries(bounds: bounds))
            case .gauge where !aggregate: .number(NumberSeries())
            default: nil
            }
        }
        switch store {
        case .histogram(let series)?: return series
        case .number(let series)?: return series
        case .counter?, nil: return NOOPMetricsHandler.instance
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let store = store(label, dimensions) { kind in
            guard case .histogram(let bounds) = kind else { return nil }
            return .histogram(HistogramSeries(bounds: bounds))
        }
        guard case .histogram(let series)? = store else { return NOOPMetricsHandler.instance }
        return series
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }

    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }

    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }

    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }

    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    /// The series of these labels, made if there is none; nil if it isn't kept.
    private func store(
        _ name: String, _ dimensions: [(String, String)], make: (MetricDefinition.Kind) -> MetricSeries.Store?
    ) -> MetricSeries.Store? {
        state.withLock { state in
            guard let place = places[name], let values = Self.values(dimensions, of: definitions[place]) else {
                state.refused += 1
                return nil
            }
            if let known = state.families[place].first(where: { $0.values == values }) { return known.store }
            guard state.count < maxSeries, let store = make(definitions[place].kind) else {
                state.refused += 1
                return nil
            }
            state.families[place].append(MetricSeries(values: values, store: store))
            state.count += 1
            return store
        }
    }

    /// The labels' values in the metric's order; nil if the labels are others.
    private static func values(_ dimensions: [(String, String)], of definition: MetricDefinition) -> [String]? {
        guard dimensions.count == definition.labels.count else { return nil }
        let values = definition.labels.compactMap { label in dimensions.first { $0.0 == label }?.1 }
        return values.count == definition.labels.count ? values : nil
    }

    private func remove(_ handler: AnyObject) {
        let identity = ObjectIdentifier(handler)
        state.withLock { state in
            for place in state.families.indices {
                guard let index = state.families[place].firstIndex(where: { $0.store.identity == identity }) else {
                    continue
                }
                state.families[place].remove(at: index)
                state.count -= 1
                return
            }
        }
    }
}
