/// What products of query and key are multiplied by.
public enum AttentionScale: String, Codable, Sendable {
  /// 1 / √size, so that products of long vectors do not saturate the softmax.
  case rootOfSize
  /// 1, as Keras does by default.
  case one
  /// One number that is learnt, and begins as 1: Keras's `use_scale`.
  case learnt
}

/// Either kind of attention, as a graph has it.
struct AttentionSettings: Equatable, Codable, Sendable {
  enum Score: Equatable, Codable, Sendable {
    case dot(AttentionScale)
    case additive(units: Int?)
  }

  let score: Score
  let isCausal: Bool
  let dropout: Double

  var typeName: String {
    if case .dot = score { "Attention" } else { "AdditiveAttention" }
  }

  /// Which of query, value and key have sizes that the weights depend on.
  var sizedInputs: [Int] {
    switch score {
    case .dot: []
    case .additive(let units): units == nil ? [2] : [0, 2]
    }
  }

  /// What is wrong with the settings, or nil.
  var problem: String? {
    if case .additive(let units?) = score, !(1...1 << 24).contains(units) {
      return "has a size of \(units); sizes are positive and at most 16,777,216"
    }
    return dropout >= 0 && dropout < 1
      ? nil : "drops with the probability \(dropout); it must be at least 0 and below 1"
  }
}
