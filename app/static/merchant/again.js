// A job goes on by itself: look again until it is done.
setTimeout(() => location.reload(), 2000);
