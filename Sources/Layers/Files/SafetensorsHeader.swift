/// A tensor's entry in the header; the names are the format's.
struct SafetensorsPlace: Codable {
  let dtype: String
  let shape: [Int]
  let dataOffsets: [Int]

  enum CodingKeys: String, CodingKey {
    case dtype, shape
    case dataOffsets = "data_offsets"
  }

  /// Nil where the numbers are of a type that is passed over.
  var format: NumberFormat? { NumberFormat(rawValue: dtype) }

  func check(_ name: String, dataCount: Int) throws {
    guard dataOffsets.count == 2, 0 <= dataOffsets[0], dataOffsets[0] <= dataOffsets[1],
      dataOffsets[1] <= dataCount
    else {
      throw Safetensors.Damage(
        reason: "the data of \(name) would lie at \(dataOffsets) of \(dataCount) bytes; "
          + "it is cut short or damaged")
    }
    var count = format?.size ?? 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else {
        throw Safetensors.Damage(reason: "\(name) has the shape \(shape)")
      }
      count = product
    }
    guard format == nil || count == dataOffsets[1] - dataOffsets[0] else {
      throw Safetensors.Damage(
        reason: "\(name) of shape \(shape) has \(dataOffsets[1] - dataOffsets[0]) bytes")
    }
  }
}

enum SafetensorsEntry: Codable {
  case metadata([String: String])
  case tensor(SafetensorsPlace)

  init(from decoder: any Decoder) throws {
    self =
      if let place = try? SafetensorsPlace(from: decoder) {
        .tensor(place)
      } else {
        .metadata(try [String: String](from: decoder))
      }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .metadata(let strings): try strings.encode(to: encoder)
    case .tensor(let place): try place.encode(to: encoder)
    }
  }
}
