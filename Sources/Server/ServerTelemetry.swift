/// What the server tells of its work, and to whom. Nothing by default.
package struct ServerTelemetry: Sendable {
    /// The text of `GET /metrics`, asked for on a thread that may block; nil for no such path.
    package var metrics: (@Sendable () -> [UInt8])?
    package var observe: RequestObserver?
    package var tracing: RequestTracing?

    package init(
        metrics: (@Sendable () -> [UInt8])? = nil, observe: RequestObserver? = nil, tracing: RequestTracing? = nil
    ) {
        self.metrics = metrics
        self.observe = observe
        self.tracing = tracing
    }
}
