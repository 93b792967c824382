/// Where the numbers of a result are wrong, and by how much: time steps across, the result's parts
/// down.
///
/// A test makes it of what it compared and puts it into its report; the command line draws it.
public struct HeatStrip: Codable, Equatable, Sendable {
  /// One part of the result.
  public struct Row: Codable, Equatable, Sendable {
    /// `U`, `x`, `bias`.
    public let part: String
    /// The gate whose block of the part this is, such as `forget gate`; nil for a whole part.
    public let block: String?
    /// The largest error at each step; 0 where all is right and `notANumber` where
    /// a number is NaN or infinite. A part without time has one number.
    public let errors: [Double]

    /// A row; errors below 0 count as 0, and those that are no number as `notANumber`.
    public init(part: String, block: String? = nil, errors: [Double]) {
      self.part = part
      self.block = block
      self.errors = errors.map { error in
        error.isFinite ? max(0, error) : HeatStrip.notANumber
      }
    }

    var isWrong: Bool { errors.contains { $0 != 0 } }
    var label: String { block.map { "\(part), \($0)" } ?? part }
  }

  /// Stands for the error of what is no number; files of JSON know no infinity.
  public static let notANumber = -1.0

  /// The parts of the result, from top to bottom.
  public let rows: [Row]
  /// How many time steps the rows have; 0 for a result without time.
  public let steps: Int
  /// The first step's number.
  public let firstStep: Int
  /// What the rows show, as a sentence, where that is not plain.
  public let note: String?

  /// A strip of these rows.
  ///
  /// - Precondition: each row has `steps` errors, or one.
  public init(rows: [Row], steps: Int, firstStep: Int = 1, note: String? = nil) {
    self.rows = rows
    self.steps = steps
    self.firstStep = firstStep
    self.note = note
  }

  /// Whether a row has an error for each step.
  func hasTime(_ row: Row) -> Bool { steps > 0 && row.errors.count == steps }

  /// The largest error; 0 where all is right or no number.
  var largest: Double { rows.reduce(0) { max($0, $1.errors.max() ?? 0) } }

  /// How bad an error is beside the strip's largest: 0 is right, 8 the largest, each level below
  /// half of the one above, down to 1; 9 is no number.
  static func level(_ error: Double, largest: Double) -> Int {
    if error == 0 { return 0 }
    if error == notANumber { return 9 }
    var bound = largest
    for level in stride(from: 8, to: 1, by: -1) {
      bound /= 2
      if error > bound { return level }
    }
    return 1
  }
}
