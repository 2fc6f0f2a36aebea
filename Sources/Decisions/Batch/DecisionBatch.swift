import CEL

/// The body of `POST /v1/decisions/batch`: several requests for decisions, each good or not by itself.
package struct DecisionBatch: Sendable {
    /// In the order of the document.
    package let items: [Result<DecisionRequest, InvalidRequest>]

    package static let maxItems = 100
    /// Of the whole document. Each item has the limits of a request that comes alone.
    package static let maxBytes = 1 << 20

    private static let key = "decisions"
    /// Beyond those of any item, so that an item that is too deep takes nothing from the others.
    private static let limits = JSONLimits(
        maxBytes: maxBytes, maxDepth: 64, maxElements: maxItems * DecisionRequest.limits.maxElements)

    /// - Throws: ``InvalidRequest`` if the document is no batch. What is wrong with one item is that item's result.
    package init(json body: [UInt8]) throws(InvalidRequest) {
        var items: [Range<Int>]?
        for member in try Self.members(body) {
            guard member.name == Self.key else {
                throw InvalidRequest(
                    .unknownField, at: InvalidRequest.pointer(member.name), "Unknown field. Allowed is \(Self.key).")
            }
            items = member.elements ?? []
        }
        guard let items else {
            throw InvalidRequest(.missingField, at: "", "Send '\(Self.key)' with one request for each decision.")
        }
        guard (1...Self.maxItems).contains(items.count) else {
            throw InvalidRequest(
                .invalidField, at: "/\(Self.key)", "'\(Self.key)' has to be an array of 1 to \(Self.maxItems) requests."
            )
        }
        self.items = items.enumerated().map { index, range in Self.item(index, at: range, in: body) }
    }

    /// Where an item stands, as a JSON pointer.
    static func pointer(_ index: Int) -> String { "/\(key)/\(index)" }

    private static func members(_ body: [UInt8]) throws(InvalidRequest) -> [JSONReader.Member] {
        let members: [JSONReader.Member]?
        do throws(JSONError) {
            members = try JSONReader(limits: limits).members(body)
        } catch {
            throw InvalidRequest(error)
        }
        guard let members else { throw InvalidRequest(.invalidField, at: "", "The body has to be a JSON object.") }
        return members
    }

    private static func item(
        _ index: Int, at range: Range<Int>, in body: [UInt8]
    ) -> Result<DecisionRequest, InvalidRequest> {
        let place = pointer(index)
        let value: Value
        do throws(JSONError) {
            value = try Value(json: Array(body[range]), limits: DecisionRequest.limits)
        } catch {
            return .failure(InvalidRequest(error.moved(by: range.lowerBound, under: place)))
        }
        guard case .map(let object) = value else {
            return .failure(InvalidRequest(.invalidField, at: place, "A request has to be a JSON object."))
        }
        do throws(InvalidRequest) {
            return .success(try DecisionRequest(object, bytes: range.count))
        } catch {
            return .failure(error.within(place))
        }
    }
}
