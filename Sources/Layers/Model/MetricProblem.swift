extension Objective {
  /// What is wrong with the metrics, in a sentence, or nil.
  ///
  /// - Parameter columns: numbers in each output, where they are known.
  func problem(columns: Int?) -> String? {
    let names = names
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      return "there are two figures \(names[twice]); give each metric once, and a name of its own"
    }
    for metric in allMetrics {
      if let problem = problem(of: metric) ?? sizeProblem(of: metric, columns) { return problem }
    }
    return nil
  }

  /// Which metric the loss has no use for.
  private func problem(of metric: Metric) -> String? {
    if let loss = loss.ofSequences {
      if loss.metrics.contains(metric) { return nil }
      let allowed = loss.metrics.map(\.spelling).joined(separator: " or ")
      return "\(loss.name) is measured by \(allowed), not by \(metric.name)"
    }
    switch metric.kind {
    case .perplexity, .topK:
      if loss.activation == .softmax { return nil }
      return metric == .perplexity
        ? "perplexity is made from a categorical cross-entropy, not \(loss.name)"
        : "\(metric.name) counts classes, which \(loss.name) does not predict"
    case .accuracy, .precision, .recall, .f1:
      if loss.activation != nil || loss.isCustom { return nil }
      return "\(metric.name) counts classes, which \(loss.name) does not predict"
        + (loss.outputsAreTargets ? "; measure it by meanAbsoluteError or rSquared" : "")
    case .labelErrorRate:
      return "labelErrorRate is for ctc, whose targets have other lengths, not \(loss.name)"
    case .custom: return nil
    default:
      // Outputs that are quantiles or parameters are not what a target is compared with.
      if loss.outputsAreTargets { return nil }
      return
        "\(metric.name) compares outputs with targets, which the outputs of \(loss.name) are not"
    }
  }

  private func sizeProblem(of metric: Metric, _ columns: Int?) -> String? {
    switch metric.kind {
    case .topK(let k):
      if k >= 1 && columns.map({ k < $0 }) ?? true { return nil }
      return "\(metric.name) asks for the \(k) likeliest"
        + (columns.map { " of \($0) classes" } ?? "") + "; give it fewer, and at least 1"
    case .precision(let number?), .recall(let number?), .f1(let number?):
      guard let columns else { return number < 0 ? "\(metric.name) is of no class" : nil }
      if (0..<columns).contains(number) { return nil }
      return "\(metric.name) is of class \(number); there are classes from 0 to \(columns - 1)"
    default: return nil
    }
  }
}

extension Loss {
  /// What is wrong with settings, in a sentence, or nil.
  var settingsProblem: String? {
    guard case .step(let step) = kind else { return nil }
    return step.problem.map { "\(name) \($0)" }
  }

  var isCustom: Bool {
    if case .step(.custom) = kind { true } else { false }
  }

  /// Whether each output is an estimate of a number of the target.
  fileprivate var outputsAreTargets: Bool {
    switch kind {
    case .step(.pinball), .step(.gaussianMixture), .step(.penMixture): false
    case .step(.custom(let custom)): custom.targetSize == nil
    case .step: true
    case .sequence: false
    }
  }
}
