import HTTPTypes
import Hummingbird
import Logging
import Upstream

/// Turns every error on the way of a request into a ``Problem``, so that none leaves without a body and a code, and
/// none tells of the inside. What isn't foreseen is logged with its cause and answered with 500.
///
/// What isn't HTTP at all never becomes a request; ``ConnectionHandler`` answers it.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let methods: EndpointMethods
    var observe: RequestObserver?

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await answer(request, context, next)
        // A client that asked with HEAD would take a body for the next answer (RFC 9110, section 9.3.2).
        if request.method == .head { response.body = ResponseBody() }
        if let observe { observe(context.endpointPath, response.status.code) }
        return response
    }

    private func answer(
        _ request: Request, _ context: Context, _ next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            try RequestHead.check(request)
            return try await next(request, context)
        } catch let problem as Problem {
            return problem.response
        } catch let error as HTTPError where error.status == .notFound {
            return unknownRoute(request).response
        } catch let error as HTTPError where error.status == .contentTooLarge {
            return Problem(.contentTooLarge, .payloadTooLarge, "The request's body is too large.").response
        } catch let error as HTTPError where error.status.kind == .clientError {
            return Problem(error.status, .malformedRequest, "The request can't be read.").response
        } catch is CancellationError {
            return Problem.callerLeft.response
        } catch {
            context.logger(of: request.caller.map { RequestTrace(caller: $0, span: nil) })
                .error("request failed", metadata: ["error.type": "\(type(of: error))", "error": "\(error)"])
            return Problem(.internalServerError, .internalError, "Something went wrong here. It has been logged.")
                .response
        }
    }

    private func unknownRoute(_ request: Request) -> Problem {
        guard let allowed = methods.at(request.uri.path) else {
            let paths = methods.paths.joined(separator: ", ")
            return Problem(.notFound, .notFound, "There is nothing at this path. There are: \(paths).")
        }
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(
            .methodNotAllowed, .methodNotAllowed, "This path takes \(list).", headers: [.allow: list])
    }
}
