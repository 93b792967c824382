import Course
import Foundation

import func Text.grouped

/// The numbers of chapter 05, "Backpropagation through time".
enum Chapter05Numbers {
  typealias Figures = Chapter05Figures

  static func all() -> PageNumbers {
    PageNumbers(
      page: "chapters/05-backpropagation.md", tables: [costs, truncation],
      sentences: firstPage + byHand + measuredCosts + angles)
  }

  // MARK: The first page

  /// V and H of the network whose weights the first page counts.
  private static let (symbols, units) = (65, 128)

  /// Numbers to learn of the cell, of its output layer, and of both.
  static let parameters = {
    let cell = (symbols + units + 1) * 4 * units
    let output = (units + 1) * symbols
    return (cell: cell, output: output, all: cell + output)
  }()

  private static let firstPage = [
    """
    has \(grouped(parameters.cell)) weights, and its output layer \(grouped(parameters.output)). \
    Two runs for each are \(grouped(2 * parameters.all)) runs
    """,
    "the same \(grouped(parameters.all)) numbers from one run forward and one run backward",
  ]

  /// The two steps of chapter 02's network of one unit, from the state on.
  private static let byHand = {
    let first = tanh(1.1)
    return [row(first, came: 0), row(tanh(0.5 * first + 0.1), came: 1)]
  }()

  /// A state's logits are itself and its negative, so that the softmax is a sigmoid of twice the state.
  private static func row(_ state: Double, came: Int) -> String {
    let certain = 1 / (1 + exp(-2 * state))
    let surprise = -log(came == 0 ? certain : 1 - certain)
    return """
      | \(number(state, 4)), \(number(-state, 4)) | \(number(certain, 4)), \
      \(number(1 - certain, 4)) | \(came) | \(number(surprise, 4)) |
      """
  }

  // MARK: Costs

  private static let costs = PageTable(
    "05-costs",
    [
      "steps", "multiplications forward, millions", "with the way back", "records, MB",
      "measured growth of the process, MB",
    ],
    zip(Figures.lengths, Figures.measuredMegabytes).map { length, measured in
      let work = Figures.millionsOfMultiplications(length: length)
      return [
        grouped(length), number(work.forward, 1), number(work.both, 1),
        number(Figures.savedMegabytes(length: length), 1), number(measured, 0),
      ]
    })

  private static let measuredCosts = [
    """
    the process as a whole stayed below \(Figures.measuredPeak) MB for \
    \(grouped(Figures.lengths.last ?? 0)) steps.
    """,
    "Loss and gradients took \(list(Figures.measuredSeconds.map { number($0, 3) })) seconds of one core",
    "That is \(spelled(Figures.measuredTimesTheLoss)) times the time of the loss alone",
  ]

  // MARK: Truncation

  /// The windows of the table's columns.
  private static let windows = [1, 5, 20, 50, 100]

  private static let cosines = Figures.forgetBiases.map { bias in
    let experiment = TruncationExperiment(forgetBias: bias)
    return windows.map { experiment.meanCosine(window: $0) }
  }

  private static let truncation = PageTable(
    "05-truncation",
    ["forget bias"] + windows.enumerated().map { $0.offset == 0 ? "$k = 1$" : "\($0.element)" },
    zip(Figures.forgetBiases, cosines).map { bias, row in
      [number(bias, 0)] + row.map { number($0, 3) }
    })

  private static let angles = [
    """
    With forget biases of 0 and 1 the curves begin at \(number(cosines[0][0], 2)) and \
    \(number(cosines[1][0], 2)) and are near 1 from 50 steps on.
    """,
    """
    the cosines \(number(cosines[0][2], 3)) and \(number(cosines[1][2], 3)) are angles of \
    \(degrees(cosines[0][2]))° and \(degrees(cosines[1][2]))°
    """,
    """
    In windows of 50 steps the cosine is then \(number(cosines[2][3], 2)), an angle of \
    \(degrees(cosines[2][3]))°
    """,
  ]

  /// The angle with a cosine, in whole degrees.
  private static func degrees(_ cosine: Double) -> Int {
    Int((acos(cosine) * 180 / .pi).rounded())
  }
}
