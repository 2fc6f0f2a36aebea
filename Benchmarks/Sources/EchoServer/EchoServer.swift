import Hummingbird
import Logging

/// A bare JSON echo on Hummingbird: the least that any JSON service on this framework does.
@main
struct EchoServer {
    struct Message: ResponseCodable {
        let session_id: String
    }

    static func main() async throws {
        let router = Router()
        router.post("/v1/decisions") { request, context in
            try await request.decode(as: Message.self, context: context)
        }
        var logger = Logger(label: "echo")
        logger.logLevel = .warning
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 8091)), logger: logger)
        try await application.runService()
    }
}
