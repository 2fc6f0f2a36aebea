/// From how many points on a score asks for review, and from how many on for a block. At least one is there.
struct ScoreBands: Sendable {
    let review: Int?
    let block: Int?

    func reason(for score: Int) -> Reason? {
        if let block, score >= block { return reason("score.block", .block, score, reached: block) }
        if let review, score >= review { return reason("score.review", .review, score, reached: review) }
        return nil
    }

    private func reason(_ code: String, _ effect: Reason.Effect, _ score: Int, reached band: Int) -> Reason {
        Reason(
            rule: Reason.scoreRule, code: code, effect: effect, message: "The score of \(score) reaches \(band)",
            score: score)
    }
}
