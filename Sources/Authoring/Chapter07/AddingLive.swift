import Widgets

/// The small networks that learn the adding problem before the reader's eyes, in the web edition and
/// with `course play 7`, without the page around them: `chapters/web/widgets/adding-problem.js` has
/// the same settings.
enum AddingLive {
  /// How long the RNN is watched, and which loss is low.
  static let (length, longest, low) = (40, 1_500, 0.01)

  /// The updates after which the loss of the LSTM, its mean over ten, is low, nil where it never
  /// is; and what the RNN's is after the longest. chapters/measurements/07-live.txt has both for the
  /// seeds 1 to 3; another processor may round otherwise, and be some updates sooner or later.
  static func run(seed: Int) -> (lstm: Int?, rnn: Double) {
    func call(_ name: String, _ numbers: [Double]) -> [Double] {
      WidgetFunction.all.first { $0.name == name }?.run(numbers) ?? []
    }
    _ = call("adding_begin", [Double(length), 16, 32, 0.01, 1, Double(seed)])
    let means = [0.0, 1].map { cell in
      let losses = call("adding_train", [cell, Double(longest)])
      return stride(from: 0, to: longest, by: 10).map { losses[$0..<$0 + 10].reduce(0, +) / 10 }
    }
    return (means[1].firstIndex { $0 < low }.map { 10 * ($0 + 1) }, means[0].last ?? .nan)
  }
}
