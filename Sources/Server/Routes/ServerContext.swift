import Hummingbird
import Logging
import Upstream

/// What a route knows beside its request.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Under which name the caller's key is known; empty where none is asked for.
    var caller = ""
    /// The caller that the certificate of the client stands for; nil if it has shown none, or it stands for nobody.
    var certifiedCaller: String?
    /// Tells the request's lines in the log from others'.
    let requestID = RequestID()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// For lines about the request. To be made when there is a line to write, as it costs some allocations.
    func logger(of trace: RequestTrace?) -> Logger {
        var logger = logger
        logger[metadataKey: "request_id"] = .stringConvertible(requestID)
        if let traceID = trace?.traceIDText { logger[metadataKey: "trace_id"] = "\(traceID)" }
        return logger
    }
}
