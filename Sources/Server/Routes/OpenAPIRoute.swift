import Hummingbird
import NIOCore

/// `GET /openapi.json`: the file of that name, which is built into the program, byte for byte.
enum OpenAPIRoute {
    private static let body = ByteBuffer(bytes: PackageResources.openapi_json)

    static func document(_ request: Request, context: ServerContext) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
    }
}
