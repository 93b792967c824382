import Kernels

/// What outputs that were trained by connectionist temporal classification say: labels, without where
/// each of them stands.
///
/// The functions take one sequence of logits, time × classes, as a model gives them whose last layer
/// has no activation. Logarithms of probabilities are logits, too.
public enum CTC {
  /// A labelling that beam search found.
  public struct Labelling: Equatable, Sendable {
    /// The labels, without blanks.
    public let labels: [Int]
    /// The logarithm of the labelling's probability: summed over the alignments that the beam kept.
    public let logProbability: Double
  }

  /// The labels on the best path: the likeliest class of each time step, with repetitions merged and
  /// blanks dropped.
  ///
  /// The likeliest path need not spell the likeliest labels, whose probability is a sum over many
  /// paths; ``beamSearch(_:width:count:blank:)`` looks for those.
  ///
  /// - Parameters:
  ///   - outputs: logits or probabilities, time × classes.
  ///   - blank: the class that stands for no label.
  /// - Throws: `ModelError` if time steps have not as many classes each, or the blank is none of them.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func bestPath<Scalar: KernelScalar>(
    _ outputs: [[Scalar]], blank: Int = 0
  ) throws(ModelError) -> [Int] {
    try check(outputs, blank)
    return checkedBestPath(outputs, blank: blank)
  }

  /// - Precondition: `problem` finds none.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func checkedBestPath<Scalar: KernelScalar>(
    _ outputs: [[Scalar]], blank: Int
  ) -> [Int] {
    var result: [Int] = []
    var previous = blank
    for row in outputs {
      var likeliest = 0
      for column in row.indices where row[column] > row[likeliest] { likeliest = column }
      if likeliest != previous && likeliest != blank { result.append(likeliest) }
      previous = likeliest
    }
    return result
  }

  /// The logarithm of the probability that outputs spell these labels, over all alignments; −∞ where
  /// there are too few time steps.
  ///
  /// - Parameters:
  ///   - labels: none of them is the blank.
  ///   - logits: time × classes.
  ///   - blank: the class that stands for no label.
  /// - Throws: `ModelError` as ``bestPath(_:blank:)``, and if a label is the blank or no class.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func logProbability<Scalar: KernelScalar>(
    of labels: [Int], _ logits: [[Scalar]], blank: Int = 0
  ) throws(ModelError) -> Double {
    try check(logits, blank, labels)
    let classes = logits.first?.count ?? 0
    var values = logits.flatMap { $0.map { Double($0) } }
    var lattice = CTCLattice()
    return labels.withUnsafeBufferPointer { target in
      values.withUnsafeMutableBufferPointer { values in
        guard let base = values.baseAddress else { return target.isEmpty ? 0 : -.infinity }
        return -lattice.lossAndGradient(
          base, steps: logits.count, classes: classes, target: target, blank: blank)
      }
    }
  }

  /// The likeliest labellings by a beam search over prefixes.
  ///
  /// A prefix stands for all alignments that spell it. Of those that end in a blank, and those that do
  /// not, it keeps the probabilities by themselves, since a label that follows its like begins anew
  /// only after a blank. With a beam that drops nothing, the probabilities are exact.
  ///
  /// - Parameters:
  ///   - logits: time × classes.
  ///   - width: how many prefixes are kept at each time step.
  ///   - count: how many labellings are returned at most, the likeliest first.
  ///   - blank: the class that stands for no label.
  /// - Throws: `ModelError` as ``bestPath(_:blank:)``, and if nothing is to be kept.
  /// - Complexity: O(time · width · classes).
  /// - Note: Hannun, Maas, Jurafsky and Ng (2014), "First-Pass Large Vocabulary Continuous Speech
  ///   Recognition using Bi-Directional Recurrent DNNs"; without their language model.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func beamSearch<Scalar: KernelScalar>(
    _ logits: [[Scalar]], width: Int = 100, count: Int = 1, blank: Int = 0
  ) throws(ModelError) -> [Labelling] {
    try check(logits, blank)
    if let problem = problem(width: width) { throw ModelError(problem) }
    var beam = PrefixBeam(width: width, blank: blank)
    for row in logits {
      var values = row.map { Double($0) }
      var shares = values
      let sum = shares.withUnsafeMutableBufferPointer {
        $0.isEmpty ? 0 : logSumAndShares($0.baseAddress!, count: $0.count)
      }
      for index in values.indices { values[index] -= sum }
      beam.read(values)
    }
    return beam.labellings.prefix(max(0, count)).map { $0 }
  }
}

extension CTC {
  private static func check<Scalar: KernelScalar>(
    _ outputs: [[Scalar]], _ blank: Int, _ labels: [Int] = []
  ) throws(ModelError) {
    if let problem = problem(sizes: outputs.map(\.count), blank, labels) {
      throw ModelError(problem)
    }
  }

  /// What is wrong with how many labellings a search keeps, or nil.
  static func problem(width: Int) -> String? {
    width < 1 ? "a beam search keeps \(width) labellings; it keeps at least 1" : nil
  }

  /// What is wrong with classes, in a sentence, or nil.
  ///
  /// - Parameter sizes: how many classes each time step has.
  static func problem(sizes: [Int], _ blank: Int, _ labels: [Int]) -> String? {
    guard let classes = sizes.first else { return nil }
    if let step = sizes.firstIndex(where: { $0 != classes }) {
      return "time step \(step) has \(counted(sizes[step], "number")) for \(classes) classes"
    }
    if !(0..<classes).contains(blank) { return "the blank \(blank) is none of \(classes) classes" }
    if let label = labels.first(where: { !(0..<classes).contains($0) || $0 == blank }) {
      return "the label \(label) is none of \(classes) classes, of which \(blank) is the blank"
    }
    return nil
  }
}

/// The prefixes that a beam search has kept, in a tree of all that it has seen.
private struct PrefixBeam {
  private struct Key: Hashable {
    let parent: Int
    let label: Int
  }

  private struct Entry {
    let prefix: Int
    /// Of the alignments that end in a blank, and of the others.
    var blank = -Double.infinity
    var label = -Double.infinity
    var total: Double { logSum(blank, label) }
  }

  private let width: Int
  private let blank: Int
  /// For each prefix the one before its last label, and that label; the first is empty.
  private var nodes = [Key(parent: -1, label: -1)]
  private var children: [Key: Int] = [:]
  private var entries = [Entry(prefix: 0, blank: 0)]

  init(width: Int, blank: Int) {
    self.width = width
    self.blank = blank
  }

  /// Takes one time step's log-probabilities.
  mutating func read(_ values: [Double]) {
    var (next, places): ([Entry], [Int: Int]) = ([], [:])
    func place(_ prefix: Int) -> Int {
      if let place = places[prefix] { return place }
      places[prefix] = next.count
      next.append(Entry(prefix: prefix))
      return next.count - 1
    }
    for entry in entries {
      let (last, total) = (nodes[entry.prefix].label, entry.total)
      let same = place(entry.prefix)
      next[same].blank = logSum(next[same].blank, total + values[blank])
      if last >= 0 { next[same].label = logSum(next[same].label, entry.label + values[last]) }
      for label in values.indices where label != blank {
        let before = label == last ? entry.blank : total
        if before + values[label] == -.infinity { continue }
        let longer = place(child(of: entry.prefix, label))
        next[longer].label = logSum(next[longer].label, before + values[label])
      }
    }
    entries = Self.best(next, width)
  }

  private mutating func child(of prefix: Int, _ label: Int) -> Int {
    let key = Key(parent: prefix, label: label)
    if let node = children[key] { return node }
    nodes.append(key)
    children[key] = nodes.count - 1
    return nodes.count - 1
  }

  /// The likeliest, those first that were found first among equals.
  private static func best(_ entries: [Entry], _ count: Int) -> [Entry] {
    let order = entries.enumerated().map { (total: $1.total, index: $0) }.sorted {
      $0.total != $1.total ? $0.total > $1.total : $0.index < $1.index
    }
    return order.prefix(count).map { entries[$0.index] }
  }

  /// The likeliest first.
  var labellings: [CTC.Labelling] {
    entries.map { entry in
      var labels: [Int] = []
      var node = nodes[entry.prefix]
      while node.label >= 0 {
        labels.append(node.label)
        node = nodes[node.parent]
      }
      return CTC.Labelling(labels: labels.reversed(), logProbability: entry.total)
    }
  }
}
