extension Loss: Codable {
  /// A loss as files have it: its name alone, or with its settings.
  private struct Record: Codable {
    var name: String
    var delta: Double?
    var quantiles: [Double]?
    var components: Int?
    var blank: Int?

    /// The loss with these settings; nil if there is none such.
    var loss: Loss? {
      switch name {
      case "huber": delta.map { .huber(delta: $0) }
      case "pinball": quantiles.map { .pinball(quantiles: $0) }
      case "gaussianMixture": components.map { .gaussianMixture(components: $0) }
      case "ctc": .ctc(blank: blank ?? 0)
      case "penMixture": components.map { .penMixture(components: $0) }
      default: Loss.withoutSettings.first { $0.name == name }
      }
    }
  }

  private static let withoutSettings: [Loss] = [
    .binaryCrossEntropy, .categoricalCrossEntropy, .sparseCategoricalCrossEntropy,
    .meanSquaredError, .meanAbsoluteError, .cosineSimilarity, .poisson, .pointer,
    .crf, .ctc(),
  ]

  public init(from decoder: any Decoder) throws {
    let record =
      try (try? decoder.singleValueContainer().decode(String.self)).map { Record(name: $0) }
      ?? Record(from: decoder)
    guard let loss = record.loss else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no loss \(record.name)"))
    }
    self = loss
  }

  /// - Throws: `ModelError` for a custom loss, whose closure no file can hold.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    var record = Record(name: name)
    switch kind {
    case .step(.huber(let delta)): record.delta = delta
    case .step(.pinball(let quantiles)): record.quantiles = quantiles
    case .step(.gaussianMixture(let components)), .step(.penMixture(let components)):
      record.components = components
    case .sequence(.ctc(let blank)) where blank != 0: record.blank = blank
    case .step(.custom(let custom)):
      throw ModelError("the loss \(custom.name) is a closure, which no file can hold")
    default: return try container.encode(name)
    }
    try container.encode(record)
  }
}
