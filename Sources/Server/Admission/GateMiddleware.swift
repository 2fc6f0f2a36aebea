import Decisions
import Hummingbird

/// What every request below `/v1` passes: who sent it is found out, and whether there is room for it. What the caller may do
/// is for the route to ask.
struct GateMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let authentication: Authentication
    let brake: FailureBrake
    let admission: Admission

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        // Requests are here whole: the route reads the same body again.
        let body =
            authentication.isSigned(request.headers)
            ? try await DecisionRoutes.body(of: request, maxBytes: DecisionBatch.maxBytes) : nil
        do throws(Problem) {
            if let body {
                let signed = try authentication.signer(of: request.headers, body: body)
                context.caller = signed.caller
                context.messageID = signed.messageID
            } else {
                context.caller = try authentication.caller(of: request.headers, certified: context.certifiedCaller)
            }
        } catch {
            throw await brake.failed(error, from: context.peer)
        }
        // Not before: what fails to authenticate, and waits for its answer, takes nobody's place.
        try admission.enter()
        defer { admission.leave() }
        return try await next(request, context)
    }
}
