# Never tried with Homebrew itself, nor on macOS: see README.md in the folder above. The project
# has no site yet: where it says example.invalid, its addresses go, and the tarball's checksum.
class GitCvx < Formula
  desc "Data of a Convex deployment follows git checkout"
  homepage "https://example.invalid/git-cvx"
  url "https://example.invalid/git-cvx/git-cvx-0.1.0.tar.xz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  head do
    url "https://example.invalid/git-cvx.git", branch: "main"

    depends_on "autoconf" => :build
    depends_on "automake" => :build
  end

  depends_on "pkgconf" => :build
  depends_on "curl"
  depends_on "inih"
  depends_on "jansson"
  depends_on "libgit2"

  def install
    system "autoreconf", "--install" if build.head?
    system "./configure", *std_configure_args,
           "--with-bash-completion-dir=#{bash_completion}"
    system "make", "install"
  end

  def caveats
    <<~EOS
      In a Convex app: git cvx init, then git cvx hooks install in each clone.
      Before removing git-cvx: git cvx hooks uninstall (hooks that stay do nothing).

      Migrations are run by the app's own packages, which need Node.js 20 or newer.

      Completion is installed for bash, zsh and fish; bash's comes through git's own:
        brew install bash-completion@2
    EOS
  end

  test do
    assert_match "git-cvx version #{version}", shell_output("#{bin}/git-cvx version") unless build.head?
    system "git", "init", "-q", "app"
    cd "app" do
      system "git", "-c", "user.name=A", "-c", "user.email=a@example.com",
             "commit", "-q", "--allow-empty", "-m", "first"
      assert_match "libgit2", shell_output("#{bin}/git-cvx version --build-options")
      system bin/"git-cvx", "hooks", "install"
      assert_path_exists Pathname.pwd/".git/hooks/post-checkout"
      system "git", "checkout", "-q", "-b", "other"
      system bin/"git-cvx", "hooks", "uninstall"
      refute_path_exists Pathname.pwd/".git/hooks/post-checkout"
    end
  end
end
