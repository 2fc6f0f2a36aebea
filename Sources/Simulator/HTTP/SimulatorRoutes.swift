import Foundation
import HTTPTypes
import Hummingbird

/// The routes of both vendors and of the simulator itself.
struct SimulatorRoutes: Sendable {
    let configuration: Simulator.Configuration
    let ledger: Ledger
    let epoch: Date

    /// The router with every route.
    func router() -> Router<SimulatorContext> {
        let router = Router(context: SimulatorContext.self)
        let tripwire = TripwireAPI(secretKey: configuration.tripwireSecretKey)
        let verisoul = VerisoulAPI(apiKey: configuration.verisoulAPIKey)
        router.get("v1/sessions/:id") { try await answer(with: tripwire, to: $0, in: $1) }
        router.get("session/:id") { try await answer(with: verisoul, to: $0, in: $1) }
        router.get("_simulator/calls") { _, _ in try callsResponse() }
        router.post("_simulator/reset") { _, _ in
            ledger.reset()
            return HTTPResponse.Status.noContent
        }
        return router
    }

    private func answer(
        with api: some VendorAPI, to request: Request, in context: SimulatorContext
    ) async throws -> Response {
        let sessionID = context.parameters.get("id") ?? ""
        let isWellFormed = api.isWellFormed(sessionID)
        let remaining = ledger.record(api.vendor, sessionID: isWellFormed ? sessionID : nil, at: .now)
        let requestID = api.makeRequestID()
        let visit = Visit(sessionID: sessionID, requestID: requestID, epoch: epoch)
        // The key first: a stranger learns nothing of what sessions there are.
        let answer =
            api.refusal(of: request.headers)
            ?? (isWellFormed ? self.answer(of: api, for: sessionID) : api.malformedAnswer)
        let delivery = Delivery(latency: configuration.latency, slowAnswer: configuration.slowAnswer)
        return try await delivery.deliver(
            answer, visit: visit, extraHeaders: api.headers(requestID: requestID, remaining: remaining),
            request: request, context: context)
    }

    private func answer(of api: some VendorAPI, for sessionID: String) -> Answer {
        guard let scenario = Catalogue.scenario(id: sessionID), let answer = ledger.nextAnswer(of: scenario) else {
            return api.derivedAnswer(for: sessionID)
        }
        return answer
    }

    private func callsResponse() throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = try encoder.encode(ledger.calls)
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
