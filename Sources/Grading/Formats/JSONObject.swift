import Foundation

/// A JSON object, whose values may have several types; nil is `null` and not left out.
struct JSONObject: Encodable, ExpressibleByDictionaryLiteral {
  private let values: [String: Field]

  private struct Field: Encodable {
    let value: any Encodable

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
  }

  init(dictionaryLiteral values: (String, any Encodable)...) {
    self.values = Dictionary(uniqueKeysWithValues: values.map { ($0, Field(value: $1)) })
  }

  func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }

  /// With a line's end after it. The keys are sorted, so that equal grades are equal files.
  func text(isIndented: Bool = true) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
