import Hummingbird
import Logging
import NIOCore
import Upstream

/// What a route knows beside its request.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who sent the request, once it is known.
    var caller = Caller.anyone
    /// The caller that the certificate of the client stands for; nil if it has shown none, or it stands for nobody.
    var certifiedCaller: String?
    /// Of a signed request, the same however often it is sent.
    var messageID: String?
    /// When the whole request was here.
    let receivedAt: ContinuousClock.Instant
    private let channel: any Channel
    /// Tells the request's lines in the log from others'.
    let requestID = RequestID()

    init(source: ApplicationRequestContextSource) {
        self.init(source: source, receivedAt: .now)
    }

    init(source: ApplicationRequestContextSource, receivedAt: ContinuousClock.Instant) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        self.receivedAt = receivedAt
    }

    var peer: Peer { Peer(channel.remoteAddress) }

    /// For lines about the request. To be made when there is a line to write, as it costs some allocations.
    func logger(of trace: RequestTrace?) -> Logger {
        var logger = logger
        logger[metadataKey: "request_id"] = .stringConvertible(requestID)
        if let traceID = trace?.traceIDText { logger[metadataKey: "trace_id"] = "\(traceID)" }
        return logger
    }
}
