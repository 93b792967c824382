import Course

/// The workflow that grades a student's repository on GitHub at every push. Its name and its job's
/// are those that GitHub Classroom looks for.
struct ClassroomWorkflow {
  /// `owner/name` of the repository with the package that grades.
  let grader: String
  /// `2` or `1-3`; nil grades every chapter.
  let chapters: String?

  var text: String {
    let options = chapters.map { " --chapters \($0)" } ?? ""
    return #"""
      # Grades the exercises at every push. Written by: swift run course grade --init github
      # Only exercises/ of this repository is used: the suites and everything else that grades come
      # from GRADER, which a student cannot change.
      name: Autograding Tests
      on:
        - push
        - workflow_dispatch
      permissions:
        contents: read
      env:
        GRADER: \#(grader)
      jobs:
        run-autograding-tests:
          if: github.actor != 'github-classroom[bot]'
          runs-on: ubuntu-latest
          container: swift:6.3
          timeout-minutes: 60
          defaults:
            run:
              shell: bash
          steps:
            - name: Fetch the submission
              uses: actions/checkout@v4
              with:
                path: submission
                persist-credentials: false
            - name: Fetch the package that grades
              uses: actions/checkout@v4
              with:
                repository: ${{ env.GRADER }}
                path: grader
                persist-credentials: false
            - name: Restore what was built before
              uses: actions/cache@v4
              with:
                path: grader/.build
                key: grader-${{ hashFiles('grader/Package.swift', 'grader/Sources/**') }}
            - name: Build
              working-directory: grader
              run: |
                apt-get update
                apt-get install -y --no-install-recommends bubblewrap unzip
                swift build --product course-dev
            - name: Grade
              id: course
              working-directory: grader
              # What a submission prints stays out of the log, where GitHub would obey some of it.
              # Status 1 says that an exercise failed, which is a result.
              run: |
                status=0
                "$(swift build --show-bin-path)/course-dev" grade ../submission/exercises\#(options) \
                  --format classroom --output ../result.txt > ../table.txt || status=$?
                [ "$status" -le 1 ]
                echo "result=$(cat ../result.txt)" >> "$GITHUB_OUTPUT"
                { echo '`````text'; cat ../table.txt; echo '`````'; } >> "$GITHUB_STEP_SUMMARY"
            - name: Report
              uses: classroom-resources/autograding-grading-reporter@v1
              env:
                COURSE_RESULTS: ${{ steps.course.outputs.result }}
              with:
                runners: course

      """#
  }
}
